import type {
  CertificateInput,
  MultiCertInfo,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/clb/v20180317/clb_models.js';

import { Malformed, TencentError } from '../errors.ts';
import type { ClbBinding, StoredCertificate } from '../model.ts';
import { type Context, given } from '../operation.ts';
import { readAuthority, readServerCertificate } from '../ssl/material.ts';

const invalidValue = (message: string) => new TencentError('InvalidParameterValue', message);

function find(id: string, { world, account, now }: Context): StoredCertificate {
  const certificate = world.findCertificate(account, id);
  if (certificate === undefined) {
    throw new TencentError(
      world.settings.clbUnknownCertificate,
      `The certificate ${id} does not exist.`,
    );
  }
  if (certificate.facts.notAfter <= now || certificate.revoked) {
    throw invalidValue(`The certificate ${id} is not valid.`);
  }
  return certificate;
}

function ofType(
  type: StoredCertificate['type'],
  certificate: StoredCertificate,
): StoredCertificate {
  if (certificate.type === type) return certificate;
  throw invalidValue(`The certificate ${certificate.id} is not of type ${type}.`);
}

interface Sent {
  readonly id: string | undefined;
  readonly content: string | undefined;
  readonly key: string | undefined;
  readonly name: string | undefined;
}

/** By id, or pasted: then it is put into the certificate service on the way. */
function resolve(sent: Sent, type: StoredCertificate['type'], context: Context): StoredCertificate {
  if (sent.id !== undefined) return ofType(type, find(sent.id, context));
  if (sent.content === undefined || sent.name === undefined) {
    throw new Malformed('InvalidParameter', 'Give a certificate id, or content and name.');
  }
  const { now } = context;
  const material =
    type === 'CA'
      ? readAuthority(sent.content)
      : readServerCertificate(sent.content, sent.key, { now });
  return context.world.store(context.account, material, { type, alias: sent.name, settled: true });
}

/** Omitted members fall back to one-way TLS, and with it goes the CA. */
function fromSingle(input: CertificateInput, context: Context): ClbBinding {
  const mode = input.SSLMode === 'MUTUAL' ? 'MUTUAL' : 'UNIDIRECTIONAL';
  const server = resolve(
    {
      id: given(input.CertId),
      content: given(input.CertContent),
      key: given(input.CertKey),
      name: given(input.CertName),
    },
    'SVR',
    context,
  );
  if (mode === 'UNIDIRECTIONAL') {
    return { mode, verify: null, certificates: [server], ca: undefined };
  }
  const authority = {
    id: given(input.CertCaId),
    content: given(input.CertCaContent),
    key: undefined,
    name: given(input.CertCaName),
  };
  return {
    mode,
    verify: input.SSLVerifyClient === 'OPTIONAL' ? 'OPTIONAL' : 'ON',
    certificates: [server],
    ca: resolve(authority, 'CA', context),
  };
}

/** At most one server certificate per key algorithm, and exactly one CA when both sides show one. */
function fromList(input: MultiCertInfo, context: Context): ClbBinding {
  const mode = input.SSLMode === 'MUTUAL' ? 'MUTUAL' : 'UNIDIRECTIONAL';
  const all = input.CertList.map(({ CertId, CertContent, CertKey, CertName }) => {
    const id = given(CertId);
    const content = given(CertContent);
    const key = given(CertKey);
    const type = id === undefined ? (key === undefined ? 'CA' : 'SVR') : find(id, context).type;
    return resolve({ id, content, key, name: given(CertName) }, type, context);
  });
  const servers = all.filter(({ type }) => type === 'SVR');
  const authorities = all.filter(({ type }) => type === 'CA');
  const algorithms = new Set(servers.map(({ facts }) => facts.algorithm));
  if (servers.length === 0 || algorithms.size !== servers.length) {
    throw invalidValue('CertList needs server certificates of different algorithms.');
  }
  if (authorities.length !== (mode === 'MUTUAL' ? 1 : 0)) {
    throw invalidValue(`CertList has ${authorities.length} CA certificates in mode ${mode}.`);
  }
  const verify = input.SSLVerifyClient === 'OPTIONAL' ? 'OPTIONAL' : 'ON';
  return {
    mode,
    verify: mode === 'MUTUAL' ? verify : null,
    certificates: context.world.settings.clbOrder === 'as-sent' ? servers : servers.toReversed(),
    ca: authorities[0],
  };
}

/** The binding that a request asks for; undefined: it does not speak of certificates. */
export function requestedBinding(
  request: { readonly Certificate?: CertificateInput; readonly MultiCertInfo?: MultiCertInfo },
  context: Context,
): ClbBinding | undefined {
  const { Certificate, MultiCertInfo } = request;
  if (Certificate !== undefined && MultiCertInfo !== undefined) {
    throw new Malformed('InvalidParameter', 'Certificate and MultiCertInfo exclude each other.');
  }
  if (Certificate !== undefined) return fromSingle(Certificate, context);
  return MultiCertInfo === undefined ? undefined : fromList(MultiCertInfo, context);
}

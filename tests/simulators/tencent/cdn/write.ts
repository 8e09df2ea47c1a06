import type {
  ClientCert,
  Https,
  ModifyDomainConfigRequest,
  UpdateDomainConfigRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdn/v20180606/cdn_models.js';

import { checkMember } from '../check.ts';
import { Malformed, TencentError } from '../errors.ts';
import type { CdnDomain } from '../model.ts';
import { type Context, type Operation, operationsOf } from '../operation.ts';
import { replaced, typeAt, withLeaf } from './config.ts';
import { checkHttps } from './https.ts';
import { checkAccount } from './read.ts';
import { deploy, holdReads, httpsOf, servesHttps, settleCdn } from './state.ts';

const cdn = operationsOf('cdn');

const paramError = (message: string) => new Malformed('InvalidParameter.CdnParamError', message);

function checkFiling(domain: CdnDomain): void {
  if (domain.icpBlacklisted) {
    throw new TencentError(
      'UnauthorizedOperation.CdnHostInIcpBlacklist',
      '域名属于禁止接入的黑名单域名。',
    );
  }
  const needsFiling = domain.config['Area'] !== 'overseas';
  if (needsFiling && (domain.icpMissing || domain.disable === 'unlicensed')) {
    throw new TencentError('ResourceUnavailable.CdnHostNoIcp', '域名未备案，无法接入。');
  }
}

function checkState(domain: CdnDomain, now: number): void {
  settleCdn(domain, now);
  if (domain.pending !== undefined || domain.status === 'processing') {
    throw new TencentError('ResourceInUse.CdnOpInProgress', '域名正在部署中，请稍后重试。');
  }
  checkFiling(domain);
  if (domain.readonly !== 'normal' || domain.disable === 'readonly') {
    throw new TencentError('ResourceUnavailable.CdnHostIsLocked', '域名已被锁定，无法操作。');
  }
  if (domain.status === 'offline' || domain.status === 'closing') {
    throw new TencentError('InvalidParameter.CDNStatusInvalidDomain', '域名状态不合法。');
  }
  if (domain.status === 'rejected' || domain.disable !== 'normal') {
    throw new TencentError('InvalidParameter.CdnHostInvalidStatus', '域名状态不合法。');
  }
}

/** The domain of a change, once nothing forbids changing it. */
function writable(name: string, { world, account, now }: Context): CdnDomain {
  checkAccount(account);
  const domain = account.cdn.get(name);
  if (domain === undefined) {
    throw new TencentError(
      'ResourceNotFound.CdnHostNotExists',
      '未查询到该域名，请确认域名是否正确。',
    );
  }
  checkState(domain, now);
  const recent = domain.writes.filter((at) => at > now - 60_000);
  if (recent.length >= (world.settings.cdnWritesPerMinute ?? Infinity)) {
    throw new TencentError('LimitExceeded.CdnHostOpTooOften', '域名操作过于频繁。');
  }
  return domain;
}

function put(domain: CdnDomain, changes: Readonly<Record<string, unknown>>): void {
  for (const [member, value] of Object.entries(changes)) {
    const next = replaced(member, value);
    domain.config[member] = next;
  }
}

/** `Https` as it is stored: without certificate and status, which have places of their own. */
function storedHttps(https: Https, domain: CdnDomain): Record<string, unknown> {
  const next = { ...Object(replaced('Https', https)) } as Record<string, unknown>;
  delete next['CertInfo'];
  delete next['SslStatus'];
  // Name and dates of a client certificate follow from its content.
  const held = httpsOf(domain)['ClientCertInfo'] as Partial<ClientCert> | null;
  if (held?.Certificate === https.ClientCertInfo?.Certificate) next['ClientCertInfo'] = held;
  return next;
}

/** Carries out an accepted change; `https`: what Https is written with, if it is. */
function change(
  domain: CdnDomain,
  changes: Readonly<Record<string, unknown>>,
  https: Https | undefined,
  context: Context,
): object {
  const binding = https === undefined ? domain.binding : checkHttps(https, domain, context);
  domain.writes.push(context.now);
  holdReads(context.world, domain);
  if (context.mishap?.kind !== 'lost') {
    put(domain, changes);
    if (https !== undefined) {
      domain.config['Https'] = storedHttps(https, domain);
      domain.binding = binding;
    }
  }
  deploy(context.world, domain, context.mishap);
  return {};
}

const resource = (
  params: Readonly<Record<string, unknown>>,
  { account }: Pick<Context, 'account'>,
) => `qcs::cdn::uin/${account.uin}:domain/${String(params['Domain'])}`;

/**
 * Replaces each structure that it names, as a whole: what is omitted inside takes its default.
 * Structures that are not named stay. https://www.tencentcloud.com/document/product/228/34018
 */
const updateDomainConfig = cdn({
  name: 'UpdateDomainConfig',
  writes: true,
  resource,
  run(request: UpdateDomainConfigRequest, context) {
    const { Domain, Https: https, ...changes } = request;
    const domain = writable(Domain, context);
    return change(domain, changes, https, context);
  },
});

function parseUpdate(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && Object.keys(value).join() === 'update') {
      return Object.values(value)[0];
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw paramError('Value must be {"update": …} as JSON.');
}

/** Changes one leaf. https://www.tencentcloud.com/document/product/228/57984 */
const modifyDomainConfig = cdn({
  name: 'ModifyDomainConfig',
  writes: true,
  resource,
  run({ Domain, Route, Value }: ModifyDomainConfigRequest, context) {
    const path = Route.split('.');
    const [member = ''] = path;
    const type = typeAt(path);
    if (type === undefined || member === 'Domain') throw paramError(`There is no route ${Route}.`);
    const value = parseUpdate(Value);
    checkMember('cdn', type, value, Route);
    const domain = writable(Domain, context);
    const ignored = context.world.settings.cdnLeafWithoutHttps === 'ignored';
    if (member !== 'Https') {
      const next = withLeaf(domain.config[member], path.slice(1), value);
      return change(domain, { [member]: next }, undefined, context);
    }
    // Reported by users: success, and nothing happens, where no certificate was there before.
    if (ignored && !servesHttps(domain)) return {};
    const { certificate, pem, key } = domain.binding ?? {};
    const certInfo =
      certificate === undefined
        ? { Certificate: pem, PrivateKey: key }
        : { CertId: certificate.id };
    const held = domain.binding === undefined ? undefined : certInfo;
    const now = { ...httpsOf(domain), CertInfo: held };
    // Another id takes the place of a pasted certificate.
    const base = Route === 'Https.CertInfo.CertId' ? { ...now, CertInfo: {} } : now;
    const next = withLeaf(base, path.slice(1), value) as Https;
    return change(domain, {}, withoutNulls(next), context);
  },
});

/** Null says "not configured" in a read, and nothing in a write. */
function withoutNulls(https: Https): Https {
  return Object.fromEntries(
    Object.entries(https).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as Https;
}

export const writeOperations: readonly Operation[] = [updateDomainConfig, modifyDomainConfig];

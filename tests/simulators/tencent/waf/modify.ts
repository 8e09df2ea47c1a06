import type { ModifySpartaProtectionRequest } from 'tencentcloud-sdk-nodejs/tencentcloud/services/waf/v20180125/waf_models.js';

import { createIdentity, nameCovers } from '../../tls/identity.ts';
import { TencentError } from '../errors.ts';
import type { WafDomain } from '../model.ts';
import { type Context, given, type Operation, operationsOf } from '../operation.ts';
import { readChain, readKey } from '../x509.ts';
import { getDomain } from './read.ts';
import { asRead, defaults } from './record.ts';
import { push, stateOf } from './state.ts';

const waf = operationsOf('waf');

const invalid = (detail: string, message: string) =>
  new TencentError(`InvalidParameter.${detail}`, message);

/** The members after this write, as reads show them. */
function nextRecord(
  request: ModifySpartaProtectionRequest,
  { record }: WafDomain,
  { world }: Context,
): Record<string, unknown> {
  const sent: Readonly<Record<string, unknown>> = { ...request };
  const next = { ...record };
  for (const [name, byDefault] of Object.entries(defaults)) {
    if (sent[name] !== undefined) next[name] = asRead(name, sent[name]);
    else if (world.settings.wafOmitted === 'reset') next[name] = structuredClone(byDefault);
  }
  // A write without ports would leave nothing to listen on: they stay.
  if (request.Ports !== undefined) next['Ports'] = request.Ports;
  return next;
}

function checkPorts(request: ModifySpartaProtectionRequest, { record }: WafDomain): void {
  for (const { Port, UpstreamPort, NginxServerId } of request.Ports ?? []) {
    const numbers = [Port, UpstreamPort].map(Number);
    if (numbers.some((port) => !(port >= 1 && port <= 65_535)) || NginxServerId < 0) {
      throw invalid('PortParameterErr', '端口信息参数错误。');
    }
  }
  const held = [record['Ports']].flat() as { Port: string; NginxServerId: number }[];
  const moved = (request.Ports ?? []).some(({ Port, NginxServerId }) =>
    held.some((port) => port.Port === Port && port.NginxServerId !== NginxServerId),
  );
  if (moved) throw invalid('PortParameterErr', 'The NginxServerId of a port in use must stay.');
}

function checkUpstream(request: ModifySpartaProtectionRequest): void {
  const { UpstreamType, UpstreamDomain, SrcList, LoadBalance, Weights } = request;
  if (UpstreamType === 1 && given(UpstreamDomain) === undefined) {
    throw invalid('UpstreamParameterErr', 'UpstreamType 1 needs UpstreamDomain.');
  }
  if (UpstreamType === 0 && SrcList?.length === 0) {
    throw invalid('UpstreamParameterErr', 'UpstreamType 0 needs SrcList.');
  }
  const weighted = LoadBalance === 2 && (SrcList?.length ?? 0) > 1;
  if (weighted && Weights?.length !== SrcList?.length) {
    throw invalid('UpstreamParameterErr', 'Weights belong to SrcList one by one.');
  }
}

function checkTls(request: ModifySpartaProtectionRequest, { level, record }: WafDomain): void {
  const { TLSVersion, CipherTemplate, Ciphers } = request;
  const isLight = level === 101 || level === 102;
  const customised =
    CipherTemplate === 3 || (TLSVersion !== undefined && TLSVersion !== record['TLSVersion']);
  if (isLight && customised) {
    throw invalid('SupportTLSConfFailed', '当前实例版本不支持开启TLS自定义。');
  }
  if (CipherTemplate === 3 && (Ciphers ?? []).length === 0) {
    throw invalid('TLSParameterErr', 'CipherTemplate 3 needs Ciphers.');
  }
}

function pasted({ Cert, PrivateKey }: ModifySpartaProtectionRequest): WafDomain['binding'] {
  const pem = given(Cert);
  const key = given(PrivateKey);
  if (pem === undefined || key === undefined) {
    throw invalid('CertificationParameterErr', 'CertType 1 needs Cert and PrivateKey.');
  }
  const leaf = readChain(pem)?.[0];
  const parsed = readKey(key);
  if (leaf === undefined || parsed === undefined || !leaf.checkPrivateKey(parsed)) {
    throw invalid('InvalidCertificate', '证书内容非法。');
  }
  return { pem, key, identity: createIdentity(pem, key) };
}

function stored(id: string | undefined, domain: WafDomain, context: Context): WafDomain['binding'] {
  const found = id === undefined ? undefined : context.world.findCertificate(context.account, id);
  if (id === undefined) {
    throw invalid('CertificationParameterErr', 'CertType 2 needs SSLId.');
  }
  if (found?.identity === undefined) {
    throw invalid('QueryCertBySSLIDFailed', '根据ID查询证书失败。');
  }
  const covers = found.facts.names.some((name) => nameCovers(name, domain.domain));
  if (!covers || found.facts.notAfter <= context.now) {
    throw invalid('CertificateCheckErr', 'The certificate does not fit the domain.');
  }
  return { certificate: found };
}

function bindingAfter(
  request: ModifySpartaProtectionRequest,
  domain: WafDomain,
  context: Context,
): WafDomain['binding'] {
  const { CertType } = request;
  if (CertType === undefined && context.world.settings.wafOmitted === 'kept') {
    return domain.binding;
  }
  if (CertType === 1) return pasted(request);
  return CertType === 2 ? stored(given(request.SSLId), domain, context) : undefined;
}

function hasHttps(record: Readonly<Record<string, unknown>>): boolean {
  const ports = [record['Ports']].flat() as { Protocol: string }[];
  return ports.some(({ Protocol }) => Protocol === 'https');
}

/** Everything but the three ids is optional, and what is left out may be reset. */
const modifyProtection = waf({
  name: 'ModifySpartaProtection',
  writes: true,
  run(request: ModifySpartaProtectionRequest, context) {
    const domain = getDomain(request, request.InstanceID, 'saas', context);
    if (domain.icpMissing) throw invalid('DomainNotRecord', '域名未备案。');
    if (stateOf(domain) === -1) {
      throw new TencentError('ResourceInUse', 'The domain is being pushed to the nodes.');
    }
    checkPorts(request, domain);
    checkUpstream(request);
    checkTls(request, domain);
    const record = nextRecord(request, domain, context);
    const binding = bindingAfter(request, domain, context);
    if (hasHttps(record) !== (binding !== undefined)) {
      throw invalid(
        'CertificationParameterErr',
        'An https port needs a certificate, and a certificate an https port.',
      );
    }
    if (context.mishap?.kind !== 'lost') {
      domain.record = record;
      domain.binding = binding;
    }
    push(context.world, domain, context.mishap);
    return {};
  },
});

export const modifyOperations: readonly Operation[] = [modifyProtection];

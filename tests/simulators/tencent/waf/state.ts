import type { StoredCertificate, WafDomain } from '../model.ts';
import type { Mishap } from '../operation.ts';
import type { EdgeEntry } from '../serving.ts';
import { localTime } from '../time.ts';
import type { World } from '../world.ts';

interface Port {
  readonly Port: string;
  readonly Protocol: string;
}

export function portsOf({ record }: WafDomain): readonly Port[] {
  const ports = record['Ports'];
  return Array.isArray(ports) ? (ports as Port[]) : [];
}

/** The certificate of the certificate service that it holds, if it is one. */
export function storedCertificate({ binding }: WafDomain): StoredCertificate | undefined {
  return binding !== undefined && 'certificate' in binding ? binding.certificate : undefined;
}

export function wafEntry(domain: WafDomain): EdgeEntry {
  const { binding } = domain;
  const https = portsOf(domain).some(({ Protocol }) => Protocol === 'https');
  const identity =
    binding !== undefined && 'identity' in binding
      ? binding.identity
      : binding?.certificate.identity;
  return {
    domain: domain.domain,
    identity: https ? identity : undefined,
    blocked: false,
    demandsClientCertificate: false,
  };
}

export function settleWaf(domain: WafDomain, now: number): void {
  const { pending } = domain;
  if (pending === undefined || pending.until > now) return;
  domain.pending = undefined;
  if (pending.failed) domain.state = -2;
  else if (domain.state === -2) domain.state = 0;
}

/** After each accepted change: state -1, and then the nodes have it or -2. */
export function push(world: World, domain: WafDomain, mishap: Mishap | undefined): void {
  const now = world.now();
  const { wafPushMs } = world.settings;
  domain.pending = {
    until: mishap?.kind === 'hangs' ? Infinity : now + wafPushMs,
    failed: mishap?.kind === 'fails',
  };
  domain.updatedAt = now;
  const arrives = mishap === undefined || (mishap.kind === 'fails' && mishap.applied);
  if (arrives) domain.serving.announceIn(wafEntry(domain), wafPushMs);
}

export function stateOf(domain: WafDomain): number {
  return domain.pending === undefined ? domain.state : -1;
}

/** The whole record, with the private key of a pasted certificate in clear. */
export function detailsView(domain: WafDomain): object {
  const { binding } = domain;
  const pasted = binding !== undefined && 'pem' in binding ? binding : undefined;
  const stored = storedCertificate(domain);
  return {
    ...domain.record,
    Domain: domain.domain,
    DomainId: domain.id,
    InstanceId: domain.instanceId,
    CertType: binding === undefined ? 0 : pasted === undefined ? 2 : 1,
    Cert: pasted?.pem ?? '',
    PrivateKey: pasted?.key ?? '',
    SSLId: stored?.id ?? '',
    State: stateOf(domain),
    CreateTime: localTime(domain.createdAt),
    ModifyTime: localTime(domain.updatedAt),
  };
}

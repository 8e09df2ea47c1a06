import type { ClbBinding, ClbListener, ClbRule } from '../model.ts';
import { modelsOf } from '../models.ts';
import type { ListenerSlots, Presented } from '../serving.ts';
import { localTime } from '../time.ts';

const tlsProtocols = ['HTTPS', 'TCP_SSL', 'QUIC'];

export function terminatesTls({ protocol }: Pick<ClbListener, 'protocol'>): boolean {
  return tlsProtocols.includes(protocol);
}

function presented(binding: ClbBinding): Presented {
  return {
    identities: binding.certificates
      .map(({ identity }) => identity)
      .filter((identity) => identity !== undefined),
    demandsClientCertificate: binding.mode === 'MUTUAL' && binding.verify === 'ON',
  };
}

interface Certified {
  readonly sni: boolean;
  readonly binding: ClbBinding | undefined;
  readonly rules: readonly Pick<ClbRule, 'domains' | 'isDefault' | 'binding'>[];
}

/** What the endpoint of a listener in this state chooses from. */
export function slotsOf({ sni, binding, rules }: Certified): ListenerSlots {
  if (!sni) {
    return { whole: binding === undefined ? undefined : presented(binding), domains: [] };
  }
  return {
    whole: undefined,
    domains: rules.flatMap((rule) =>
      rule.binding === undefined
        ? []
        : [
            {
              names: rule.domains,
              isDefault: rule.isDefault,
              presented: presented(rule.binding),
            },
          ],
    ),
  };
}

export function bindingView(binding: ClbBinding | undefined): object | null {
  if (binding === undefined) return null;
  const [first, ...others] = binding.certificates;
  return {
    SSLMode: binding.mode,
    SSLVerifyClient: binding.verify,
    CertId: first?.id ?? null,
    CertCaId: binding.ca?.id ?? null,
    ExtCertIds: others.map(({ id }) => id),
  };
}

function ruleView(rule: ClbRule, listener: ClbListener): object {
  return {
    ...rule.extra,
    LocationId: rule.id,
    Domain: rule.domains[0] ?? '',
    // A rule of one domain shows no list.
    Domains: rule.domains.length > 1 ? [...rule.domains] : [],
    Url: rule.url,
    Certificate: listener.sni ? bindingView(rule.binding) : null,
    ListenerId: listener.id,
    DefaultServer: rule.isDefault,
    Http2: rule.http2,
    QuicStatus: rule.quic ? 'QUIC_ACTIVE' : 'QUIC_INACTIVE',
    CreateTime: localTime(listener.createdAt),
  };
}

/** Some members can be written and are not read back. */
function shown(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const members = modelsOf('clb').get('Listener');
  return Object.fromEntries(Object.entries(config).filter(([name]) => members?.has(name)));
}

export function listenerView(listener: ClbListener): object {
  const isLayer7 = listener.protocol === 'HTTPS' || listener.protocol === 'HTTP';
  return {
    ...shown(listener.config),
    ListenerId: listener.id,
    Protocol: listener.protocol,
    Port: listener.port,
    EndPort: 0,
    SniSwitch: Number(listener.sni),
    Certificate: listener.sni ? null : bindingView(listener.binding),
    Rules: isLayer7 ? listener.rules.map((rule) => ruleView(rule, listener)) : null,
    CreateTime: localTime(listener.createdAt),
  };
}

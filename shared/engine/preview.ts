import type { Deployment } from '../core/deployment.ts';
import type { Certificate, CertificateName, Finding, Plan, Prices } from '../core/model.ts';
import { plan } from '../core/plan.ts';
import type { Call, CertificateStore, Product, ProviderSpec } from '../providers/provider.ts';
import { accountsInUse, connect } from './connect.ts';
import type { Door } from './connect.ts';
import { discover } from './discover.ts';
import type { DiscoveredPlace } from './discover.ts';
import type { Ports } from './ports.ts';

export interface PreviewRequest {
  readonly deployment: Deployment;
  readonly certificates: ReadonlyMap<CertificateName, Certificate>;
  /** Remarks on the certificates themselves, made when they were read. */
  readonly findings: readonly Finding[];
  /** Absent without a receiver. */
  readonly prices?: Prices | undefined;
  readonly providers: readonly ProviderSpec[];
  readonly door: Door;
}

export interface Preview {
  readonly plan: Plan;
  /** Connected and read without a gap: what `deploy` works with. */
  readonly products: readonly Product[];
  /** Where certificate objects of the connected accounts can be cleaned up. */
  readonly stores: readonly CertificateStore[];
}

/**
 * What a deployment means for the clouds as they are now. Writes nothing. What could not be read is
 * a gap of the plan. Rejects only with `CANCELLED`, or on a defect.
 */
export async function preview(
  request: PreviewRequest,
  ports: Pick<Ports, 'clock' | 'progress' | 'dnsFindings'>,
  call: Call,
): Promise<Preview> {
  const { deployment, certificates, findings, prices, providers, door } = request;
  ports.progress({
    kind: 'connecting',
    accounts: accountsInUse(deployment, providers).length,
  });
  const connections = await connect(deployment, providers, door, call);
  for (const gap of connections.gaps) ports.progress({ kind: 'gap', gap });

  const discovery = await discover(connections.products, ports, call);
  const planned = plan({
    tasks: deployment.tasks,
    certificates,
    places: discovery.places.map(plannedPlace),
    gaps: [...connections.gaps, ...discovery.gaps],
    findings,
    now: ports.clock.now(),
    prices,
  });
  const complete = await withDnsFindings(planned, ports, call);
  ports.progress({ kind: 'planned', plan: complete });
  return {
    plan: complete,
    products: discovery.places.map((place) => place.product),
    stores: connections.stores,
  };
}

function plannedPlace({ product, resources }: DiscoveredPlace) {
  const { account, target, region, capabilities } = product;
  return {
    account,
    target,
    region,
    capabilities,
    refuse: (edit: Parameters<Product['refuse']>[0]) => product.refuse(edit),
    resources,
  };
}

/** DNS is asked about what matched, not about everything that exists. Changes no edit. */
async function withDnsFindings(
  planned: Plan,
  { dnsFindings }: Pick<Ports, 'dnsFindings'>,
  call: Call,
): Promise<Plan> {
  if (dnsFindings === undefined) return planned;
  const tasks = await Promise.all(
    planned.tasks.map(async (task) => {
      const found = await dnsFindings(task.changes, call);
      return found.length === 0 ? task : { ...task, findings: [...task.findings, ...found] };
    }),
  );
  return { ...planned, tasks };
}

import type { CdnConfig, CdnDomain, EdgeEntry } from '../model.ts';
import type { Context } from '../operation.ts';
import type { World } from '../world.ts';

export function edgeEntry({ name, config }: Pick<CdnDomain, 'name' | 'config'>): EdgeEntry {
  const { status, bundle } = config.https;
  return { domain: name, identity: status === 'on' ? bundle?.identity : undefined };
}

/** Ends a job whose time has come. Every reading and every write begins with it. */
function settle({ settings, now }: World, domain: CdnDomain): void {
  const { job } = domain;
  if (job === undefined || job.until > now()) return;
  domain.job = undefined;
  domain.status = job.fails ? 'configure_failed' : 'online';
  if (job.fails && settings.failedConfig === 'reverts') domain.config = job.before;
}

export function statusOf(world: World, domain: CdnDomain): string {
  settle(world, domain);
  return domain.job === undefined ? domain.status : 'configuring';
}

export function configOf(world: World, domain: CdnDomain): CdnConfig {
  settle(world, domain);
  return domain.config;
}

/** Takes a new configuration: `configuring` until the job ends, and served by the edges after it. */
export function submit(
  { world, now, job }: Pick<Context, 'world' | 'now' | 'job'>,
  domain: CdnDomain,
  next: CdnConfig,
): void {
  const before = configOf(world, domain);
  const until = now + world.settings.deployMs;
  domain.job = { until, fails: job === 'fails', before };
  domain.modifiedAt = now;
  if (job === 'lost') return;
  domain.config = next;
  if (job === 'works') for (const edge of domain.edges) edge.announce(edgeEntry(domain));
}

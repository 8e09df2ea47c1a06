import { Hono } from 'hono';

import { isRootSubject } from '../../shared/job/roots.ts';
import type { AppEnv, Part } from '../part.ts';
import type { Ports } from '../ports.ts';
import { repeat } from '../repeat.ts';
import { issuanceRoutes } from '../routes/issuance.ts';
import type { AdapterPorts } from './adapter.ts';
import { createCasPoll } from './alibaba/poll.ts';
import { createCasTurn } from './alibaba/schedule.ts';
import { fetchText } from './fetch-text.ts';
import { createGroupCommit } from './group-commit.ts';
import type { GroupCommitOptions } from './group-commit.ts';
import type { CertificateArrived } from './incoming.ts';
import { createPrepare } from './prepare.ts';
import type { Rate } from './rate-limit.ts';
import { createReceive } from './receive.ts';
import { sourceRoutes } from './source-routes.ts';
import { createSources } from './sources.ts';
import { createIntakeStore } from './store.ts';
import type { IntakeStore } from './store.ts';
import { createUpkeep } from './upkeep.ts';

export interface IntakeOptions extends GroupCommitOptions {
  readonly certificateArrived: CertificateArrived;
  /** How adapters ask the world; default: over https. */
  readonly fetchText?: AdapterPorts['fetchText'];
  readonly mostInFlight?: number;
  readonly failures?: Rate;
}

/**
 * Certificates come in: the webhooks, the sources that are asked, and the operator's door to both. Has a
 * database handle of its own for its group commits.
 */
export function intakePart(ports: Ports, options: IntakeOptions): Part {
  const writer = ports.openWriter();
  const adapterPorts: AdapterPorts = { fetchText: options.fetchText ?? fetchText };
  const sources = createSources(writer, ports, adapterPorts);
  const commits = createGroupCommit(writer, { ...options, onOthersWrote: () => store.forget() });
  const store: IntakeStore = createIntakeStore(writer, commits, options.certificateArrived);
  const { keyring, clock, log } = ports;
  const prepare = createPrepare({ keyring, clock, isRootSubject });
  const receive = createReceive({
    ports,
    sources,
    store,
    prepare,
    ...(options.failures === undefined ? {} : { failures: options.failures }),
  });
  const routes = new Hono<AppEnv>();
  routes.route(
    '/',
    sourceRoutes(ports, () => sources.forget()),
  );
  routes.route(
    '/',
    issuanceRoutes({
      ports,
      receive,
      sources,
      ...(options.mostInFlight === undefined ? {} : { mostInFlight: options.mostInFlight }),
    }),
  );

  const { certificateArrived } = options;
  const upkeep = createUpkeep(writer, commits, { clock, certificateArrived });
  const poll = createCasPoll({ store, prepare, clock });
  const casTurn = createCasTurn({ sources, poll, clock });
  const repeated = [
    repeat(ports, {
      name: 'issuance polls',
      everySeconds: 60,
      work: (signal) => casTurn({ signal, log }),
    }),
    repeat(ports, {
      name: 'certificates that become valid',
      everySeconds: 600,
      work: () => upkeep.announceRipe(),
    }),
    repeat(ports, {
      name: 'retention of deliveries',
      everySeconds: 86_400,
      work: async () => log.info('deliveries pruned', await upkeep.prune()),
    }),
  ];
  return {
    name: 'intake',
    routes,
    start() {
      for (const one of repeated) one.start?.();
    },
    async stop() {
      await Promise.all(repeated.map(async (one) => await one.stop?.()));
      await commits.drain();
    },
  };
}

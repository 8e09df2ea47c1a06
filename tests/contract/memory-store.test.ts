import { createFastClock } from '../../shared/providers/memory/clock.ts';
import { createMemoryCloud } from '../../shared/providers/memory/cloud.ts';
import type { MemoryCloud } from '../../shared/providers/memory/cloud.ts';
import { createMemoryStore } from '../../shared/providers/memory/store.ts';
import { createRoot, issue } from '../pki.ts';
import type { OpenOptions } from './contract.ts';
import { storeContract } from './laws-storing.ts';
import type { OpenedStore } from './laws-storing.ts';

const root = createRoot('store contract');
const leaves = Promise.all(
  [1, 2, 3, 4, 5].map(
    async (index) => (await issue(await root, { domains: [`n${index}.example.com`] })).leaf,
  ),
);

async function open({ pageSize }: OpenOptions): Promise<OpenedStore> {
  const clock = createFastClock(50);
  const paged = pageSize === undefined ? {} : { pageSize };
  const cloud = createMemoryCloud({ clock, latencyMs: 20, ...paged });
  const stored = (await leaves).map((leaf, index) => cloud.store(leaf, { managed: index < 4 }));
  const [first = '', second = '', third = '', used = '', foreign = ''] = stored;
  const record = cloud.add({ target: 'memory/list', name: 'shop', slots: 'sni', default: used });
  const use = (ref: string) => {
    record.sni = [...record.sni, ref];
  };

  let late: string | undefined;
  const watched: MemoryCloud = {
    ...cloud,
    request: async (request) => {
      if (request.operation === 'delete' && late !== undefined) use(late);
      return await cloud.request(request);
    },
  };
  const { faults } = cloud;
  return {
    store: createMemoryStore(watched, { account: 'prod', clock }),
    unused: [first, second, third],
    used,
    foreign,
    missing: 'crt-000000000000',
    objects: async () => await Promise.resolve(cloud.refs()),
    use: async (ref) => await Promise.resolve(use(ref)),
    secrets: [],
    faults: {
      throttle: (times, kind) =>
        faults.order({
          fault: 'throttled',
          times,
          ...(kind === 'writes' ? { operation: 'delete' } : {}),
        }),
      failSecondPage: () => faults.order({ fault: 'unavailable', operation: 'objects', after: 1 }),
      mangleReads: () => {
        for (const operation of ['objects', 'object'] as const) {
          faults.order({ fault: 'mangled', operation });
        }
      },
      denyWrites: () => faults.order({ fault: 'denied', operation: 'delete' }),
      rejectCredentials: () => faults.order({ fault: 'unauthenticated' }),
      hang: (kind) =>
        faults.order({ fault: 'hang', operation: kind === 'reads' ? 'objects' : 'delete' }),
      loseReply: () => faults.order({ fault: 'lost', operation: 'delete', times: 1 }),
      useLate: (ref) => {
        late = ref;
      },
      hideUses: () => faults.order({ fault: 'denied', operation: 'uses' }),
      clear: () => faults.clear(),
    },
    close: async () => {},
  };
}

storeContract({ name: 'the in-process cloud', open });

import { describe } from 'vitest';

import { createFastClock } from '../../shared/providers/memory/clock.ts';
import { createMemoryCloud } from '../../shared/providers/memory/cloud.ts';
import { createMemoryProduct } from '../../shared/providers/memory/product.ts';
import { createRoot, issue } from '../pki.ts';
import type { KeySpec } from '../pki.ts';
import { productContract } from './contract.ts';
import type { Opened, OpenOptions } from './contract.ts';

const authority = createRoot('contract tests');

async function openMemory(
  target: 'memory/one' | 'memory/list',
  { pageSize }: OpenOptions,
  undo: 'switch-back' | 'none' = 'switch-back',
): Promise<Opened> {
  const clock = createFastClock(50);
  const paged = pageSize === undefined ? {} : { pageSize };
  const cloud = createMemoryCloud({ clock, latencyMs: 20, lagMs: 2_000, ...paged });
  const product = createMemoryProduct(cloud, {
    account: 'prod',
    target,
    clock,
    capabilities: { undo },
  });
  const issueFor: Opened['issue'] = async (domains, key) =>
    await issue(await authority, { domains, key: key as KeySpec });
  const store = async (domains: readonly string[], key: KeySpec = 'ec-p256') =>
    cloud.store((await issueFor(domains, key)).leaf);

  const shop = await store(['shop.example.com', '*.shop.example.com']);
  if (target === 'memory/one') {
    cloud.add({
      target,
      name: 'shop',
      domains: ['shop.example.com', 'a.shop.example.com'],
      default: shop,
    });
    cloud.add({ target, name: 'no-https', domains: ['new.example.com'] });
    cloud.add({ target, name: 'inferred', domains: [], default: await store(['x.example.com']) });
    cloud.add({
      target,
      name: 'rsa',
      domains: ['r.example.com'],
      default: await store(['r.example.com'], 'rsa-2048'),
    });
  } else {
    const docs = await store(['docs.example.com']);
    const blog = await store(['blog.example.com'], 'rsa-2048');
    cloud.add({
      target,
      name: 'crowded',
      domains: [],
      slots: 'sni',
      default: shop,
      sni: [docs, blog],
    });
    cloud.add({
      target,
      name: 'both',
      domains: [],
      slots: 'sni',
      default: docs,
      sni: [docs, shop],
    });
    cloud.add({ target, name: 'no-https', domains: ['new.example.com'], slots: 'sni' });
  }
  // Somebody else's product in the same cloud, which must never show up.
  cloud.add({ target: 'memory/other', name: 'foreign', default: shop });

  const { faults } = cloud;
  return {
    product,
    issue: issueFor,
    faults: {
      throttle: (times, kind) => {
        const operations = kind === 'writes' ? (['import', 'set'] as const) : [undefined];
        for (const operation of operations) {
          faults.order({ fault: 'throttled', times, ...(operation && { operation }) });
        }
      },
      failSecondPage: () => faults.order({ fault: 'unavailable', operation: 'list', after: 1 }),
      mangleReads: () => {
        faults.order({ fault: 'mangled', operation: 'list' });
        faults.order({ fault: 'mangled', operation: 'get' });
      },
      denyWrites: () => {
        faults.order({ fault: 'denied', operation: 'import' });
        faults.order({ fault: 'denied', operation: 'set' });
      },
      rejectCredentials: () => faults.order({ fault: 'unauthenticated' }),
      hang: (kind) => {
        for (const operation of kind === 'reads'
          ? (['list', 'get'] as const)
          : (['set'] as const)) {
          faults.order({ fault: 'hang', operation });
        }
      },
      loseReply: () => faults.order({ fault: 'lost', operation: 'set', times: 1 }),
      clear: () => faults.clear(),
    },
    snapshot: async () =>
      JSON.parse(
        JSON.stringify(cloud.records().map(({ default: _default, sni: _sni, ...rest }) => rest)),
      ),
    writes: () =>
      cloud.calls.filter(({ operation }) => operation === 'set' || operation === 'import').length,
    certificates: async () => cloud.objects(),
    meddle: async ({ name }) => {
      cloud.record(name).default = await store(['stranger.example.com']);
    },
    secrets: [],
    close: async () => {},
  };
}

for (const target of ['memory/one', 'memory/list'] as const) {
  productContract({ target, open: (options) => openMemory(target, options), waives: {} });
}

describe('a product that cannot undo', () => {
  productContract({
    target: 'memory/one',
    open: (options) => openMemory('memory/one', options, 'none'),
    waives: {},
  });
});

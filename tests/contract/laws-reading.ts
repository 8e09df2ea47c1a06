import { expect } from 'vitest';

import type { KeyAlgorithm } from '../../shared/core/model.ts';
import { createBench } from './bench.ts';
import type { Bench } from './bench.ts';
import type { ContractOptions, DeclareLaw } from './contract.ts';

/** What a product must keep to when it only looks. */
export function readingLaws(law: DeclareLaw, { target, open }: ContractOptions): void {
  law('capabilities', async ({ product, cases, edits }) => {
    const { keyAlgorithms, concurrency, settlesWithinMs } = product.capabilities;
    expect(product.target).toBe(target);
    expect(keyAlgorithms.length).toBeGreaterThan(0);
    expect(concurrency).toBeGreaterThanOrEqual(1);
    expect(settlesWithinMs).toBeGreaterThanOrEqual(0);
    const [first] = await cases();
    const { resource, key: own, material } = first!;
    const { certificate } = await material();
    for (const keyAlgorithm of everyKey) {
      const planned = await edits(resource, { ...certificate, keyAlgorithm });
      const claimed = keyAlgorithms.includes(keyAlgorithm);
      const answer = { edits: planned.edits.length, refusals: planned.refusals.length };
      expect({ keyAlgorithm, ...answer }).toEqual({
        keyAlgorithm,
        edits: claimed ? 1 : 0,
        refusals: claimed ? 0 : 1,
      });
    }
    expect(keyAlgorithms).toContain(own);
  });

  law('pages', async (usual) => {
    const listed = async (bench: Bench) => {
      const resources = await bench.discover();
      for (const resource of resources) {
        const { account, region } = bench.product;
        expect(resource).toMatchObject({ account, region, target });
      }
      const ids = resources.map((resource) => resource.id);
      expect(new Set(ids).size).toBe(ids.length);
      return [...ids].sort((a, b) => (a < b ? -1 : 1));
    };
    const ids = await listed(usual);
    expect(ids.length).toBeGreaterThanOrEqual(3);
    for (const pageSize of [1, 2]) {
      await using bench = createBench(await open({ pageSize }));
      expect(await listed(bench)).toHaveLength(ids.length);
    }
  });

  law(
    'unreadable-page',
    async (bench) => {
      bench.faults.failSecondPage();
      await bench.fails(bench.discover(), ['CLOUD_UNAVAILABLE', 'RATE_LIMITED']);
    },
    { pageSize: 1 },
  );

  law('reading-writes-nothing', async ({ cases, edits, writes }) => {
    for (const one of await cases()) {
      const material = await one.material();
      await edits(one.resource, material.certificate);
    }
    expect(writes()).toBe(0);
  });
}

const everyKey: readonly KeyAlgorithm[] = [
  'rsa-1024',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
  'ec-p521',
  'other',
];

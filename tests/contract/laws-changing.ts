import { expect } from 'vitest';

import type { Receipt } from '../../shared/core/model.ts';
import { untouched } from './bench.ts';
import type { DeclareLaw } from './contract.ts';

/** What a product must keep to when it changes something, and puts it back. */
export function changingLaws(law: DeclareLaw): void {
  law('nothing-left', async ({ cases, edits, carryOut }) => {
    for (const one of await cases()) {
      const material = await one.material();
      const before = await edits(one.resource, material.certificate);
      expect(before.edits).toHaveLength(1);
      await carryOut(before.edits[0]!, material);
      const after = await edits(one.resource, material.certificate);
      expect(after.edits).toEqual([]);
      expect(after.refusals).toEqual([]);
      expect(after.kept).toBeGreaterThan(0);
    }
  });

  law('twice', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const first = await bench.carryOut(edit, material);
    const bindings = await bench.bindings();
    const objects = await bench.certificates();
    const second = await bench.product.apply(edit, material, bench.call());
    await bench.product.verify(second, bench.call());
    await bench.product.verify(first, bench.call());
    expect(await bench.bindings()).toEqual(bindings);
    expect(await bench.certificates()).toBe(objects);
  });

  law('nothing-else', async ({ cases, edits, carryOut, snapshot, discover }) => {
    for (const one of await cases()) {
      const settings = await snapshot();
      const before = await discover();
      const material = await one.material();
      const { edits: planned } = await edits(one.resource, material.certificate);
      await carryOut(planned[0]!, material);
      expect(await snapshot()).toEqual(settings);
      expect(untouched(await discover(), planned[0]!, material)).toEqual(
        untouched(before, planned[0]!, material),
      );
    }
  });

  law('at-once', async ({ cases, edits, product, call, snapshot }) => {
    const settings = await snapshot();
    const byResource = new Map((await cases()).map((one) => [one.resource.id, one]));
    expect(byResource.size).toBeGreaterThan(1);
    const prepared = await Promise.all(
      [...byResource.values()].map(async (one) => {
        const material = await one.material();
        const { edits: planned } = await edits(one.resource, material.certificate);
        return { edit: planned[0]!, material };
      }),
    );
    // What shares a lock is never changed at once; the engine sees to that.
    const apart = prepared.filter(
      ({ edit }, index) =>
        prepared.findIndex((other) => other.edit.resource.lock === edit.resource.lock) === index,
    );
    const receipts = await Promise.all(
      apart.map(({ edit, material }) => product.apply(edit, material, call())),
    );
    await Promise.all(receipts.map((receipt) => product.verify(receipt, call())));
    for (const { edit, material } of apart) {
      const left = await edits(edit.resource, material.certificate);
      expect(left.edits).toEqual([]);
    }
    expect(await snapshot()).toEqual(settings);
  });

  law('verify-fails', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const receipt = await bench.carryOut(edit, material);
    await bench.meddle(edit.resource);
    await bench.fails(bench.product.verify(receipt, bench.call()), ['VERIFY_FAILED']);
  });

  law('rollback-exact', async (bench, { skip }) => {
    if (bench.product.capabilities.undo === 'none') skip('it claims no undo');
    const { cases, edits, carryOut, bindings, snapshot, product, call } = bench;
    const before = { bindings: await bindings(), settings: await snapshot() };
    const done: Receipt[] = [];
    for (const one of await cases()) {
      const material = await one.material();
      const { edits: planned } = await edits(one.resource, material.certificate);
      const receipt = await carryOut(planned[0]!, material);
      done.push(JSON.parse(JSON.stringify(receipt)) as Receipt);
    }
    expect(await bindings()).not.toEqual(before.bindings);
    for (const receipt of done.toReversed()) await product.rollback(receipt, call());
    expect({ bindings: await bindings(), settings: await snapshot() }).toEqual(before);
  });

  law('rollback-twice', async (bench, { skip }) => {
    if (bench.product.capabilities.undo === 'none') skip('it claims no undo');
    const before = await bench.bindings();
    const { edit, material } = await bench.oneEdit();
    const receipt = await bench.carryOut(edit, material);
    await bench.product.rollback(receipt, bench.call());
    await bench.product.rollback(receipt, bench.call());
    expect(await bench.bindings()).toEqual(before);
  });

  law('rollback-refuses', async (bench, { skip }) => {
    if (bench.product.capabilities.undo === 'none') skip('it claims no undo');
    const { edit, material } = await bench.oneEdit();
    const receipt = await bench.carryOut(edit, material);
    await bench.meddle(edit.resource);
    const meddled = await bench.bindings();
    await bench.fails(bench.product.rollback(receipt, bench.call()), ['REFUSED']);
    expect(await bench.bindings()).toEqual(meddled);
  });

  law('rollback-none', async (bench, { skip }) => {
    if (bench.product.capabilities.undo !== 'none') skip('it claims an undo');
    const { edit, material } = await bench.oneEdit();
    const receipt = await bench.carryOut(edit, material);
    await bench.fails(bench.product.rollback(receipt, bench.call()), ['REFUSED']);
  });
}

import { expect } from 'vitest';

import type { PermissionCheck } from '../../shared/providers/provider.ts';
import type { Bench } from './bench.ts';
import type { DeclareLaw } from './contract.ts';

async function check({ product, call }: Bench): Promise<readonly PermissionCheck[]> {
  if (product.check === undefined) throw new Error('the product cannot be checked');
  return await product.check(call());
}

const named = (checks: readonly PermissionCheck[], state?: PermissionCheck['state']) =>
  checks.filter((one) => state === undefined || one.state === state).map((one) => one.permission);

/** What a product must keep to when it looks at its own permissions. */
export function checkingLaws(law: DeclareLaw): void {
  law('checks-permissions', async (bench) => {
    const { faults, snapshot, certificates, bindings, fails } = bench;
    const everything = async () => [await snapshot(), await certificates(), await bindings()];
    const before = await everything();

    faults.throttle(2, 'requests');
    const full = await check(bench);
    expect(full.length).toBeGreaterThan(0);
    expect(new Set(named(full)).size).toBe(full.length);
    expect(named(full, 'missing')).toEqual([]);
    expect(named(full, 'granted').length).toBeGreaterThan(0);
    for (const { state, message } of full) expect(message === '').toBe(state === 'granted');

    faults.denyWrites();
    const reader = await check(bench);
    expect(named(reader)).toEqual(named(full));
    expect(named(reader, 'missing').length).toBeGreaterThan(0);
    for (const { state, message } of reader) expect(message === '').toBe(state === 'granted');

    faults.clear();
    faults.rejectCredentials();
    await fails(check(bench), ['CREDENTIALS_REJECTED']);

    faults.clear();
    expect(await everything()).toEqual(before);
  });

  law('check-stops', async (bench) => {
    const { product, call, faults, fails } = bench;
    faults.hang('reads');
    const stop = new AbortController();
    const checking = product.check?.(call(stop.signal)) ?? Promise.resolve();
    setTimeout(() => stop.abort(), 30);
    await fails(checking, ['CANCELLED']);
  });
}

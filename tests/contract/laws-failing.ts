import { expect } from 'vitest';

import { DeployError } from '../../shared/core/errors.ts';
import { Secret } from '../../shared/core/secret.ts';
import { collect, keyForms } from './bench.ts';
import type { DeclareLaw } from './contract.ts';
import { captureOutput } from './output.ts';

/** How long a product may take to end after it was told to stop. Real time. */
const stopsWithinMs = 3_000;

/** What a product must keep to when the cloud, the credentials or the run let it down. */
export function failingLaws(law: DeclareLaw): void {
  law('stops-before', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const receipt = await bench.carryOut(edit, material);
    const writes = bench.writes();
    const bindings = await bench.bindings();
    const stopped = AbortSignal.abort();
    const call = bench.call(stopped);
    await bench.fails(collect(bench.product.discover(call)), ['CANCELLED']);
    await bench.fails(bench.product.apply(edit, material, call), ['CANCELLED']);
    await bench.fails(bench.product.verify(receipt, call), ['CANCELLED']);
    await bench.fails(bench.product.rollback(receipt, call), ['CANCELLED', 'REFUSED']);
    expect(bench.writes()).toBe(writes);
    expect(await bench.bindings()).toEqual(bindings);
  });

  law('stops-reading', async (bench) => {
    bench.faults.hang('reads');
    const started = performance.now();
    const stop = AbortSignal.timeout(100);
    await bench.fails(collect(bench.product.discover(bench.call(stop))), ['CANCELLED']);
    expect(performance.now() - started).toBeLessThan(100 + stopsWithinMs);
  });

  law('stops-writing', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    bench.faults.hang('writes');
    const started = performance.now();
    const stop = AbortSignal.timeout(100);
    const applying = bench.product.apply(edit, material, bench.call(stop));
    await bench.fails(applying, ['CANCELLED', 'OUTCOME_UNKNOWN']);
    expect(performance.now() - started).toBeLessThan(100 + stopsWithinMs);
  });

  law('lost-reply', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    bench.faults.loseReply();
    const receipt = await bench.product.apply(edit, material, bench.call()).catch(known);
    if (receipt instanceof DeployError) expect(receipt.code).toBe('OUTCOME_UNKNOWN');
    else await bench.product.verify(receipt, bench.call());
    bench.faults.clear();
    // It took effect: the next run sees that, and has nothing to do.
    const left = await bench.edits(edit.resource, material.certificate);
    expect(left.edits).toEqual([]);
  });

  law('throttling', async (bench) => {
    bench.faults.throttle(3, 'requests');
    const { edit, material } = await bench.oneEdit();
    bench.faults.throttle(2, 'writes');
    await bench.carryOut(edit, material);
    const left = await bench.edits(edit.resource, material.certificate);
    expect(left.edits).toEqual([]);
  });

  law('mangled-read', async (bench) => {
    bench.faults.mangleReads();
    const error = await bench.fails(bench.discover(), ['CLOUD_UNEXPECTED']);
    expect(error.message).not.toMatch(/TypeError|undefined is not|Cannot read/u);
  });

  law('mangled-apply', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const before = await bench.bindings();
    bench.faults.mangleReads();
    const applying = bench.product.apply(edit, material, bench.call());
    await bench.fails(applying, ['CLOUD_UNEXPECTED', 'OUTCOME_UNKNOWN']);
    bench.faults.clear();
    expect(await bench.bindings()).toEqual(before);
  });

  law('different-codes', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const before = await bench.bindings();
    const { product } = bench;
    const apply = (given = material) => product.apply(edit, given, bench.call());
    const stranger = await bench.issue(['stranger.example.com'], edit.certificate.keyAlgorithm);
    const wrongKey = { ...material, key: new Secret(stranger.key) };
    await bench.fails(apply(wrongKey), ['CERTIFICATE_REJECTED']);

    bench.faults.denyWrites();
    const denied = await bench.fails(apply(), ['PERMISSION_MISSING']);
    // It names the action that is missing, in the cloud's own spelling.
    expect(denied.message).toMatch(/[\w-]+:\w+/u);
    bench.faults.clear();

    bench.faults.rejectCredentials();
    await bench.fails(apply(), ['CREDENTIALS_REJECTED']);
    await bench.fails(bench.discover(), ['CREDENTIALS_REJECTED']);
    bench.faults.clear();
    expect(await bench.bindings()).toEqual(before);
  });

  law('secrets', async (bench) => {
    const { edit, material } = await bench.oneEdit();
    const { product, faults } = bench;
    const stranger = await bench.issue(['stranger.example.com'], edit.certificate.keyAlgorithm);
    const wrong = { ...material, key: new Secret(stranger.key) };
    const attempt = (given = material) =>
      product
        .apply(edit, given, bench.call())
        .then(() => expect.unreachable('it should have failed'), bench.keep);
    using output = captureOutput();
    await attempt(wrong);
    for (const trouble of ['mangleReads', 'denyWrites', 'rejectCredentials'] as const) {
      faults[trouble]();
      await attempt();
      faults.clear();
    }
    faults.throttle(2, 'writes');
    const receipt = await bench.carryOut(edit, material);
    await product.rollback(receipt, bench.call()).catch(bench.keep);

    const shown = [...bench.shown(), JSON.stringify(receipt), ...output.written()];
    expect(shown.length).toBeGreaterThan(4);
    for (const needle of [...keyForms(material), ...keyForms(wrong), ...bench.secrets]) {
      expect(shown.filter((text) => text.includes(needle))).toEqual([]);
    }
  });
}

/** A failure that the product knew about, as a value. */
function known(thrown: unknown): DeployError {
  if (thrown instanceof DeployError) return thrown;
  throw thrown;
}

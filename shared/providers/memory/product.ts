import { isDeepStrictEqual } from 'node:util';

import { z } from 'zod';

import { readCertificate } from '../../core/certificate.ts';
import { parseDomain } from '../../core/domain.ts';
import { DeployError } from '../../core/errors.ts';
import type { AccountName, Receipt, Resource, Target } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call, Capabilities, Product } from '../provider.ts';
import { checkMemory } from './check.ts';
import { Accepted, createAsk, Imported, Item, Page } from './client.ts';
import type { MemoryCloud } from './cloud.ts';
import type { Step } from './faults.ts';
import { bound, putBack, withCertificate } from './slots.ts';

/** What a change found and wrote. `settings` is everything that must stay as it was found. */
const State = z.object({
  wanted: z.string(),
  found: z.object({ default: z.string().nullable(), sni: z.array(z.string()) }),
  wrote: z.object({ default: z.string().nullable(), sni: z.array(z.string()) }),
  settings: z.record(z.string(), z.string()),
});

export interface MemoryProductOptions {
  readonly account: AccountName;
  readonly target: Target;
  readonly region?: string | null;
  readonly clock: Clock;
  readonly capabilities?: Partial<Capabilities>;
}

/** How long a change may be "deploying" before it is given up. */
const liveWithinMs = 60_000;
const pollMs = 500;

/** One product of the in-process cloud. Keeps every promise of the contract, so that tests can tell. */
export function createMemoryProduct(cloud: MemoryCloud, options: MemoryProductOptions): Product {
  const { account, target, region = null, clock } = options;
  const ask = createAsk(cloud, clock);
  const prefix = `${target}:${account}/${region === null ? '' : `${region}/`}`;
  const place = { account, target, region };

  const read = (step: Step, name: string, call: Call): Promise<Item> =>
    ask(step, { operation: 'get', name }, Item, call);

  async function write(
    step: Step,
    name: string,
    slots: ReturnType<typeof bound>,
    call: Call,
  ): Promise<void> {
    try {
      await ask(step, { operation: 'set', name, ...slots }, Accepted, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code !== 'OUTCOME_UNKNOWN' && error.code !== 'CLOUD_UNEXPECTED') throw error;
      // It was sent. A fresh reading tells what came of it, and without one nobody knows.
      const now = await read(step, name, call).catch(() => undefined);
      if (now === undefined) {
        throw new DeployError('OUTCOME_UNKNOWN', `${error.message}, and it cannot be read`, {
          cause: error,
        });
      }
      if (!isDeepStrictEqual(bound(now), slots)) throw error;
    }
  }

  const capabilities: Capabilities = {
    keyAlgorithms: ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'],
    settlesWithinMs: 10_000,
    concurrency: 4,
    undo: 'switch-back',
    ...options.capabilities,
  };

  return {
    ...place,
    capabilities,

    async *discover(call) {
      let cursor: number | null = 0;
      while (cursor !== null) {
        const page: z.infer<typeof Page> = await ask(
          'discover',
          { operation: 'list', target, region, cursor },
          Page,
          call,
        );
        for (const item of page.items) yield resourceOf(item);
        cursor = page.next;
      }
    },

    refuse: () => undefined,

    async apply(edit, material, call) {
      const { name } = edit.resource;
      const before = await read('apply', name, call);
      const input = { operation: 'import', leaf: material.leaf, key: material.key } as const;
      const { ref } = await ask('apply', input, Imported, call);
      const found = bound(before);
      const wrote = withCertificate(found, edit, ref);
      if (!isDeepStrictEqual(found, wrote)) await write('apply', name, wrote, call);
      const state = { wanted: ref, found, wrote, settings: before.settings };
      return { ...place, change: edit.id, resource: edit.resource.id, state };
    },

    async verify(receipt, call) {
      const { wrote, settings } = stateOf(receipt);
      const deadline = clock.now().getTime() + liveWithinMs;
      let now = await read('verify', nameOf(receipt), call);
      while (now.status !== 'live' && clock.now().getTime() < deadline) {
        await clock.sleep(pollMs, call.signal);
        now = await read('verify', nameOf(receipt), call);
      }
      const differs = now.status !== 'live' ? 'its status is still "deploying"' : undefined;
      const words =
        differs ??
        (isDeepStrictEqual(bound(now), wrote) ? undefined : 'it reports other certificates') ??
        (isDeepStrictEqual(now.settings, settings) ? undefined : 'its settings have changed');
      if (words !== undefined) {
        throw new DeployError('VERIFY_FAILED', `reading back ${nameOf(receipt)}: ${words}`);
      }
    },

    async rollback(receipt, call) {
      const { wanted, found, wrote } = stateOf(receipt);
      const name = nameOf(receipt);
      if (capabilities.undo === 'none') {
        throw new DeployError(
          'REFUSED',
          `putting back ${name}: nothing was kept to switch back to`,
        );
      }
      const now = bound(await read('rollback', name, call));
      const back = putBack(now, { wanted, found, wrote });
      if (back === undefined) {
        throw new DeployError(
          'REFUSED',
          `putting back ${name}: somebody else has changed its certificates since; look before you change it`,
        );
      }
      if (isDeepStrictEqual(now, back)) return;
      await write('rollback', name, back, call);
      if (!isDeepStrictEqual(bound(await read('rollback', name, call)), back)) {
        throw new DeployError(
          'VERIFY_FAILED',
          `putting back ${name}: it was accepted, and not done`,
        );
      }
    },

    check: async (call) => await checkMemory(ask, place, call),
  };

  function nameOf(receipt: Receipt): string {
    if (!receipt.resource.startsWith(prefix)) {
      throw new DeployError('INTERNAL', `the receipt of ${receipt.resource} is not of ${prefix}`);
    }
    return receipt.resource.slice(prefix.length);
  }

  function resourceOf(item: Item): Resource {
    return {
      ...place,
      id: `${prefix}${item.name}`,
      name: item.name,
      label: item.name,
      domains: item.domains.flatMap((name) => parseDomain(name) ?? []),
      slots: item.slots,
      bindings: item.bindings.map(({ slot, ref, leaf }) => ({
        slot,
        ref,
        facts: leaf === null ? null : readCertificate(leaf),
      })),
      endpoints: item.endpoints,
      reach: item.reach,
      blocked: null,
      findings: [],
      lock: item.lock,
    };
  }
}

function stateOf(receipt: Receipt): z.infer<typeof State> {
  const state = State.safeParse(receipt.state);
  if (state.success) return state.data;
  throw new DeployError('CONFIG_INVALID', `the receipt of ${receipt.resource} is not readable`);
}

import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import { slotsBefore } from '../slots.ts';
import type { Slots } from '../slots.ts';
import type { CertificateStore } from './certificates.ts';
import { digestOf } from './digest.ts';
import { wireCode } from './errors.ts';
import { aftermath } from './etag.ts';
import { keyTypeSentence } from './key-types.ts';
import type { LoadBalancers } from './load-balancers.ts';
import type { ElbListener } from './schema.ts';
import { holds, slotsWanted, stepsBetween } from './slots.ts';
import type { SlotStep } from './slots.ts';

const SlotsState = z.strictObject({ fallback: z.string().nullable(), sni: z.array(z.string()) });
const State = z.strictObject({
  v: z.literal(1),
  listener: z.string(),
  wrote: z.boolean(),
  before: SlotsState,
  after: SlotsState,
  settings: z.record(z.string(), z.string()),
});

/** What may not change when a certificate does. */
function settingsOf(listener: ElbListener): Record<string, string> {
  const { Protocol, Port, SslPolicy, AlpnPolicy, MutualAuthentication, DefaultActions } = listener;
  return {
    Protocol,
    Port: String(Port),
    SslPolicy: SslPolicy ?? '',
    AlpnPolicy: (AlpnPolicy ?? []).join(','),
    MutualAuthentication: digestOf(MutualAuthentication ?? null),
    DefaultActions: digestOf(DefaultActions ?? null),
  };
}

const removedBy = (before: Slots, after: Slots) =>
  before.sni.filter((ref) => !after.sni.includes(ref));

/** Right after an import a load balancer may not find the certificate yet: asked again every 5 s. */
export async function whileUnknown(
  { fresh, clock }: { readonly fresh: boolean; readonly clock: Clock },
  write: () => Promise<void>,
  call: Call,
): Promise<void> {
  for (let round = 1; ; round += 1) {
    try {
      await write();
      return;
    } catch (thrown) {
      if (!fresh || round === 12 || wireCode(thrown) !== 'CertificateNotFound') throw thrown;
      call.log.debug('the load balancer does not find the new certificate yet', { round });
      await pause(clock, 5000, call);
    }
  }
}

/** Changes the certificates of one listener of an application or network load balancer. */
export function createListener({
  api,
  certificates,
  clock,
}: {
  readonly api: LoadBalancers;
  readonly certificates: CertificateStore;
  readonly clock: Clock;
}) {
  /**
   * Sends one step and looks until it is there. A network load balancer has been seen to answer
   * "done" and to lose entries, so what is missing is sent again.
   * https://github.com/hashicorp/terraform-provider-aws/issues/33429
   */
  async function carryOut(
    arn: string,
    {
      steps,
      from,
      fresh,
      keyTypes,
    }: {
      readonly steps: ReturnType<typeof stepsBetween>;
      readonly from: Slots;
      readonly fresh: boolean;
      readonly keyTypes: string;
    },
    call: Call,
  ): Promise<void> {
    const send = async (step: SlotStep) => {
      await whileUnknown(
        { fresh, clock },
        async () => {
          await api.step(arn, step, keyTypes, call);
        },
        call,
      ).catch((thrown: unknown) => {
        // An entry that is to be removed and is not there: the reading that follows decides.
        if (step.do !== 'remove' || wireCode(thrown) !== 'CertificateNotFound') throw thrown;
      });
    };
    for (const { step, expect } of steps) {
      await send(step);
      const removed = removedBy(from, expect);
      for (let look = 1; ; look += 1) {
        const now = await api.slots(arn, call);
        if (holds(now, expect, removed)) break;
        if (look === 6) {
          throw new DeployError(
            'CLOUD_UNEXPECTED',
            `listener ${arn} accepted a change of its certificates and does not show it`,
          );
        }
        await pause(clock, 500 * 2 ** look, call);
        if (look === 1) continue;
        call.log.info('the listener lost a certificate, setting it again', { listener: arn });
        const present = { ...now, sni: now.sni.filter((ref) => !removed.includes(ref)) };
        const gone = now.sni.filter((ref) => removed.includes(ref));
        const wanted = { ...expect, sni: [...new Set([...present.sni, ...expect.sni])] };
        for (const again of stepsBetween(present, wanted)) await send(again.step);
        for (const ref of gone) await send({ do: 'remove', ref });
      }
    }
  }

  /** After a failure half-way: everything as it was, or as wanted, or `OUTCOME_UNKNOWN`. */
  async function settle(
    name: string,
    arn: string,
    {
      before,
      after,
      keyTypes,
    }: {
      readonly before: Slots;
      readonly after: Slots;
      readonly keyTypes: string;
    },
    failed: DeployError,
    call: Call,
  ): Promise<void> {
    const later = aftermath(call);
    let known = 'its certificates cannot be read';
    try {
      const now = await api.slots(arn, later);
      known = `default ${now.fallback ?? 'none'}, SNI ${now.sni.join(', ') || 'none'}`;
      if (holds(now, after, removedBy(before, after))) return;
      const target = slotsBefore(name, now, { before, after });
      const steps = stepsBetween(now, target);
      await carryOut(arn, { steps, from: now, fresh: false, keyTypes }, later);
    } catch (thrown) {
      const { message } = DeployError.from(thrown);
      throw new DeployError(
        'OUTCOME_UNKNOWN',
        `${failed.message}; putting ${name} back failed too: ${message}; last seen: ${known}`,
        { cause: failed.cause ?? failed },
      );
    }
    throw failed;
  }

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const { name: arn, label, target } = edit.resource;
      const name = `listener ${label}`;
      const keyTypes = keyTypeSentence(target);
      const { ref, fresh } = await certificates.ensure(material, call);
      const listener = await api.listener(arn, call);
      if (listener.Protocol !== 'HTTPS' && listener.Protocol !== 'TLS') {
        throw new DeployError('PLAN_STALE', `${name} is now ${listener.Protocol}; preview again`);
      }
      const before = await api.slots(arn, call);
      const after = slotsWanted(name, before, edit, ref);
      const steps = stepsBetween(before, after);
      try {
        await carryOut(arn, { steps, from: before, fresh, keyTypes }, call);
      } catch (thrown) {
        await settle(name, arn, { before, after, keyTypes }, DeployError.from(thrown), call);
      }
      return receiptFor(edit, {
        v: 1,
        listener: arn,
        wrote: steps.length > 0,
        before: { ...before },
        after: { ...after },
        settings: settingsOf(listener),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const { listener: arn, before, after, settings } = readState(State, receipt);
      const failed = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading listener ${arn} back: ${what}`);
      for (let look = 1; ; look += 1) {
        const now = await api.slots(arn, call);
        if (holds(now, after, removedBy(before, after))) break;
        if (look === 5) {
          const sni = now.sni.join(', ') || 'none';
          throw failed(`default ${now.fallback ?? 'none'}, SNI ${sni}: not what was set`);
        }
        await pause(clock, 500 * 2 ** look, call);
      }
      const current = settingsOf(await api.listener(arn, call));
      const changed = Object.keys(settings).filter((key) => settings[key] !== current[key]);
      if (changed.length > 0) throw failed(`more than certificates changed: ${changed.join(', ')}`);
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const { listener: arn, before, after, wrote } = readState(State, receipt);
      if (!wrote) return;
      const now = await api.slots(arn, call);
      const target = slotsBefore(`listener ${arn}`, now, { before, after });
      const steps = stepsBetween(now, target);
      const keyTypes = keyTypeSentence(receipt.target);
      await carryOut(arn, { steps, from: now, fresh: false, keyTypes }, call);
    },
  };
}

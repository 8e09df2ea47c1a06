import { z } from 'zod';

import { keyTypeOf } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import { sameSlots, slotsBefore } from '../slots.ts';
import type { Slots } from '../slots.ts';
import { change } from './change.ts';
import type { ElbApi } from './elb-api.ts';
import { enterpriseProjectOf, namesOf } from './elb-certificates.ts';
import type { ElbCertificates, Wish } from './elb-certificates.ts';
import type { BalancerKind } from './elb-marks.ts';
import { fieldsToWrite, holds, slotsOf, slotsWanted } from './elb-slots.ts';
import { wireCode } from './failure.ts';
import type { Login } from './login.ts';
import { leafFacts } from './pem.ts';
import type { ElbListener } from './schema.ts';
import { changedSettings, digestsOf } from './settings.ts';
import { mostTogether, namesFor } from './sni-names.ts';
import type { Staying } from './sni-names.ts';

const SlotsState = z.strictObject({ fallback: z.string().nullable(), sni: z.array(z.string()) });
const State = z.strictObject({
  v: z.literal(1),
  listener: z.string(),
  wrote: z.boolean(),
  ref: z.string(),
  sha256: z.string(),
  before: SlotsState,
  after: SlotsState,
  settings: z.record(z.string(), z.string()),
});

/** What may change with a certificate; everything else of a listener may not. */
const ofCertificates = ['default_tls_container_ref', 'sni_container_refs', 'updated_at'];
const settingsOf = (listener: ElbListener) => digestsOf(listener, ofCertificates);

/** A change to a load balancer is a matter of seconds. */
const patienceMs = 5 * 60_000;

/** The load balancer that a listener belongs to. */
export function balancerOf({ id, loadbalancers: [first] }: ElbListener): string {
  if (first !== undefined) return first.id;
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `the reply to elb:listeners:get is not one Certferry knows: listener ${id} belongs to no load balancer`,
  );
}

/** Changes the certificates of one listener, and puts them back. */
export function createElbChange(login: Login, api: ElbApi, certificates: ElbCertificates) {
  const { clock } = login;

  /** Waits until the load balancer takes a change. */
  async function ready(id: string, call: Call): Promise<BalancerKind> {
    const startedAt = clock.now().getTime();
    for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 1.5, 10_000)) {
      const balancer = await api.loadBalancer(id, call);
      const { provisioning_status: status, operating_status, frozen_scene } = balancer;
      if (operating_status === 'FROZEN') {
        throw new DeployError(
          'REFUSED',
          `load balancer ${id} is frozen (${frozen_scene ?? 'no reason given'})`,
        );
      }
      if (status === 'ACTIVE') return balancer.guaranteed ? 'dedicated' : 'shared';
      if (status === 'PENDING_DELETE') {
        throw new DeployError('RESOURCE_GONE', `load balancer ${id} is being deleted`);
      }
      if (clock.now().getTime() - startedAt >= patienceMs) {
        throw new DeployError('RESOURCE_BUSY', `load balancer ${id} stays "${status}"`);
      }
      await pause(clock, waitMs, call);
    }
  }

  /** The entries of the SNI list that an edit leaves there, but for objects of the same leaf. */
  async function stayingBeside(
    edit: Edit,
    { sni }: Slots,
    call: Call,
  ): Promise<readonly Staying[]> {
    const replaced = edit.kind === 'replace' ? edit.replaces.map(({ ref }) => ref) : [];
    const left = sni.filter((ref) => !replaced.includes(ref));
    const read = await Promise.all(left.map(async (ref) => await api.certificate(ref, call)));
    return read.flatMap((one) => {
      const facts = leafFacts(one.certificate);
      if (facts?.sha256 === edit.certificate.sha256) return [];
      return [
        { ref: one.id, names: namesOf(one), keyType: keyTypeOf(facts?.keyAlgorithm ?? null) },
      ];
    });
  }

  async function wishFor(
    name: string,
    edit: Edit,
    { listener, kind }: { readonly listener: ElbListener; readonly kind: BalancerKind },
    call: Call,
  ): Promise<Wish> {
    const now = slotsOf(listener);
    const entersList =
      edit.kind === 'attach'
        ? now.fallback !== null
        : edit.replaces.some(({ slot }) => slot === 'sni');
    if (
      entersList &&
      listener.protocol === 'QUIC' &&
      keyTypeOf(edit.certificate.keyAlgorithm) !== 'rsa'
    ) {
      throw new DeployError(
        'CERTIFICATE_REJECTED',
        `${name} speaks QUIC, which takes only RSA certificates into its SNI list`,
      );
    }
    const staying = await stayingBeside(edit, now, call);
    const wanted = namesFor(edit, { staying, entersList, most: mostTogether[kind] });
    if (wanted.kind === 'conflict') throw new DeployError('REFUSED', `${name}: ${wanted.reason}`);
    return {
      names: wanted.names,
      exact: entersList,
      enterpriseProject: enterpriseProjectOf(listener),
      kind,
    };
  }

  /** Reads, decides and writes the pointers of one listener, with one call that changes all or none. */
  async function point(
    { id, name }: { readonly id: string; readonly name: string },
    wantedFrom: (now: Slots) => Slots,
    call: Call,
  ) {
    return await change<ElbListener, Slots>(
      {
        name,
        read: async (at) => await api.listener(id, at),
        decide(listener) {
          const now = slotsOf(listener);
          const wanted = wantedFrom(now);
          return sameSlots(now, wanted) ? undefined : wanted;
        },
        write: async (listener, wanted, at) => {
          await api.update(id, fieldsToWrite(slotsOf(listener), wanted), at);
        },
        free: async (at) => {
          await ready(balancerOf(await api.listener(id, at)), at);
        },
        settled: () => Promise.resolve(true),
      },
      clock,
      call,
    );
  }

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const { name: id, label } = edit.resource;
      const name = `listener ${label}`;
      const listener = await api.listener(id, call);
      const kind = await ready(balancerOf(listener), call);
      const wish = await wishFor(name, edit, { listener, kind }, call);
      const bind = async (certificate: string) =>
        await point({ id, name }, (now) => slotsWanted(name, now, edit, certificate), call);
      let { ref, fits } = await certificates.ensure(material, wish, call);
      const bound = await bind(ref).catch(async (thrown: unknown) => {
        // A certificate made for a shared load balancer may not fit a dedicated one.
        if (fits || wireCode(thrown) !== 'ELB.8902') throw thrown;
        call.log.info('the load balancer does not take this object, uploading another', { ref });
        ({ ref, fits } = await certificates.another(material, wish, call));
        return await bind(ref);
      });
      const found = bound.before ?? bound.now;
      const before = slotsOf(found);
      const after = bound.before === null ? before : slotsWanted(name, before, edit, ref);
      return receiptFor(edit, {
        v: 1,
        listener: id,
        wrote: bound.before !== null,
        ref,
        sha256: material.certificate.sha256,
        before: { ...before },
        after: { ...after },
        settings: settingsOf(found),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      const { listener: id, ref, sha256, settings } = state;
      const failed = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading listener ${id} back: ${what}`);
      for (let look = 1; ; look += 1) {
        const listener = await api.listener(id, call);
        const now = slotsOf(listener);
        if (holds(now, state)) {
          const changed = changedSettings(settings, settingsOf(listener));
          if (changed.length === 0) break;
          throw failed(`more than certificates changed: ${changed.join(', ')}`);
        }
        if (look === 5) {
          const sni = now.sni.join(', ') || 'none';
          throw failed(`default ${now.fallback ?? 'none'}, SNI ${sni}: not what was set`);
        }
        await pause(clock, 500 * 2 ** look, call);
      }
      const leaf = leafFacts((await api.certificate(ref, call)).certificate)?.sha256;
      if (leaf !== sha256) throw failed(`certificate ${ref} is another one now`);
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      const { listener: id, wrote } = state;
      if (!wrote) return;
      const name = `listener ${id}`;
      await ready(balancerOf(await api.listener(id, call)), call);
      await point({ id, name }, (now) => slotsBefore(name, now, state), call);
    },
  };
}

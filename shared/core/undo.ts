import { keyTypeOf } from './certificate.ts';
import { covers } from './domain.ts';
import type {
  Binding,
  BoundFacts,
  Certificate,
  Domain,
  Keep,
  Receipt,
  Resource,
  TaskName,
} from './model.ts';

/** A change of an earlier run that is to be undone, as the report of that run remembers it. */
export interface Undo {
  readonly receipt: Receipt;
  readonly task: TaskName;
  /** Names that it was made for. */
  readonly domains: readonly Domain[];
  readonly inferred: boolean;
  /** What it took away, slot by slot. Empty: it took a free slot. */
  readonly replaced: readonly Pick<Binding, 'slot' | 'ref'>[];
  /** SHA-256 of the leaf that it put there; null where the report does not tell. */
  readonly put: string | null;
}

/** Whether a reading shows the state from before a change. `unknown`: it does not tell. */
export type Back =
  | { readonly kind: 'back' | 'unknown' }
  | { readonly kind: 'not-back'; readonly words: string };

/** Compares what is bound now with what the change took away, or with the slot that was free. */
export function backIn({ replaced, put }: Undo, bindings: readonly Binding[]): Back {
  const missing = replaced.find(
    ({ slot, ref }) => !bindings.some((one) => one.slot === slot && one.ref === ref),
  );
  if (missing !== undefined) {
    const where = missing.slot === 'default' ? 'certificate' : 'SNI list';
    return { kind: 'not-back', words: `its ${where} is ${boundWords(bindings, missing.slot)}` };
  }
  if (replaced.length > 0) return { kind: 'back' };
  const left = bindings.find(({ facts }) => put !== null && facts?.sha256 === put);
  if (left !== undefined) {
    return { kind: 'not-back', words: `it still binds ${left.ref}, which that run put there` };
  }
  const told = put !== null && bindings.every(({ facts }) => (facts?.sha256 ?? null) !== null);
  return { kind: told ? 'back' : 'unknown' };
}

function boundWords(bindings: readonly Binding[], slot: Binding['slot']): string {
  const refs = bindings.filter((one) => one.slot === slot).map(({ ref }) => ref);
  return refs.length === 0 ? 'empty' : refs.join(', ');
}

/**
 * What handshakes are to show once a change is undone: for each certificate that is bound again, the
 * domains of the change that it answers. After the undoing of one that took a free slot that is whatever
 * answers its domains now. A domain that two certificates could answer alike is not asked. Empty: there
 * is nothing to ask for, or the cloud does not tell the certificates.
 */
export function servedAfter(undo: Undo, resource: Resource): readonly Keep[] {
  const { replaced, receipt, task, inferred } = undo;
  const isBack = ({ slot, ref }: Binding) =>
    replaced.length === 0 || replaced.some((one) => one.slot === slot && one.ref === ref);
  return resource.bindings.flatMap((binding): readonly Keep[] => {
    const certificate = certificateOf(binding.facts);
    if (certificate === undefined || !isBack(binding)) return [];
    const domains =
      resource.slots === 'one'
        ? undo.domains
        : undo.domains.filter((domain) => answers(binding, domain, resource.bindings));
    const ofDefault = resource.slots === 'sni' && binding.slot === 'default' && replaced.length > 0;
    if (domains.length === 0 && !ofDefault) return [];
    return [
      {
        kind: 'keep',
        id: receipt.change,
        task,
        resource,
        certificate,
        domains,
        inferred,
        choice: null,
        bindings: [binding],
      },
    ];
  });
}

/** 2: by its exact name, 1: by a wildcard, 0: not at all. */
function rank({ facts }: Binding, domain: Domain): 0 | 1 | 2 {
  const names = facts?.domains ?? [];
  if (names.includes(domain)) return 2;
  return names.some((san) => covers(san, domain)) ? 1 : 0;
}

/** Whether this certificate, and no other of its kind of key, is what the name is answered with. */
function answers(binding: Binding, domain: Domain, all: readonly Binding[]): boolean {
  const own = rank(binding, domain);
  if (own === 0) return false;
  const keyOf = ({ facts }: Binding) => keyTypeOf(facts?.keyAlgorithm ?? null);
  return all.every((other) => {
    // What the cloud does not describe could answer any name.
    if (other.facts === null) return false;
    const same = other.facts.sha256 === binding.facts?.sha256;
    return same || keyOf(other) !== keyOf(binding) || rank(other, domain) < own;
  });
}

/** As far as a handshake needs it; undefined where the cloud does not tell which leaf is bound. */
function certificateOf(facts: BoundFacts | null): Certificate | undefined {
  if (facts === null || facts.sha256 === null) return undefined;
  return {
    sha256: facts.sha256,
    serial: facts.serial ?? '',
    subject: facts.subject ?? '',
    issuer: facts.issuer ?? '',
    domains: facts.domains,
    ips: facts.ips,
    notBefore: facts.notBefore ?? new Date(0),
    notAfter: facts.notAfter ?? new Date(0),
    keyAlgorithm: facts.keyAlgorithm ?? 'other',
    name: 'before',
    type: 'uploaded',
  };
}

import { keyTypeOf } from '../../shared/core/certificate.ts';
import type { KeyAlgorithm } from '../../shared/core/model.ts';
import type { ChangeReport } from '../../shared/wire/report.ts';
import type { DeployedRow } from './tables.ts';

/** What a resource serves in one of its slots, as a run has proven it. */
export type Proven = Pick<
  DeployedRow,
  | 'certificate'
  | 'certificate_type'
  | 'key_type'
  | 'fingerprint'
  | 'not_before'
  | 'not_after'
  | 'replaced'
  | 'at'
  | 'since'
> & {
  readonly domains: readonly string[];
  /** Where handshakes reach it; null: the report does not say, or names no place that could be asked. */
  readonly ports: readonly number[] | null;
};

const algorithms: ReadonlySet<string> = new Set<KeyAlgorithm>([
  'rsa-1024',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ec-p256',
  'ec-p384',
  'ec-p521',
]);

const isAlgorithm = (text: string | null): text is KeyAlgorithm =>
  text !== null && algorithms.has(text);

const keyOf = (text: string | null) => keyTypeOf(isAlgorithm(text) ? text : null);

const isProven = ({ status }: ChangeReport) => status === 'success' || status === 'kept';

function portsOf({ ports = [] }: ChangeReport): Proven['ports'] {
  return ports.length === 0 ? null : [...new Set(ports)].sort((a, b) => a - b);
}

/** Both know their hash, and it is the same. */
const isSame = (a: string | null, b: string | null) => a !== null && a === b;

/**
 * What is known of one resource after a deployment, from what was known before and its changes in the
 * report. Where every change of it was proven, they are all that is there; where one was not, what it
 * would have replaced stays: the engine has put that back, or has not touched it.
 */
export function afterDeploy(
  before: readonly Proven[],
  changes: readonly ChangeReport[],
  at: string,
): readonly Proven[] {
  const proven = changes.filter((one) => isProven(one) && one.new.sha256 !== null);
  const now = proven.map((change): Proven => {
    const { name, type, sha256, notBefore, notAfter, keyAlgorithm } = change.new;
    const known = before.find((one) => isSame(one.fingerprint, sha256));
    return {
      certificate: name,
      certificate_type: type,
      key_type: keyOf(keyAlgorithm),
      fingerprint: sha256,
      not_before: notBefore,
      not_after: notAfter,
      replaced:
        change.status === 'success' ? (change.old?.sha256 ?? null) : (known?.replaced ?? null),
      domains: change.domains,
      ports: portsOf(change),
      at,
      since: change.status === 'kept' ? (known?.since ?? at) : at,
    };
  });
  if (changes.every(isProven)) return now;
  return [...remaining(before, proven), ...now];
}

/** What is known of one resource after changes of it were put back by hand. */
export function afterRollback(
  before: readonly Proven[],
  changes: readonly ChangeReport[],
  at: string,
): readonly Proven[] {
  const undone = changes.filter(({ status }) => status === 'rolled-back');
  const back = undone.flatMap((change): readonly Proven[] => {
    const { old } = change;
    // Attached by that run: nothing is there now.
    if (old === null) return [];
    return [
      {
        certificate: change.new.name,
        certificate_type: change.new.type,
        key_type: keyOf(old.keyAlgorithm ?? change.new.keyAlgorithm),
        fingerprint: old.sha256,
        not_before: old.notBefore,
        not_after: old.notAfter,
        replaced: change.new.sha256,
        domains: change.domains,
        ports: portsOf(change),
        at,
        since: at,
      },
    ];
  });
  return [...remaining(before, undone), ...back];
}

/**
 * What none of the changes has taken the place of. They share a slot where one names the other as the
 * one before it, or where kind of key and a domain are the same.
 */
function remaining(before: readonly Proven[], changes: readonly ChangeReport[]): readonly Proven[] {
  return before.flatMap((one): readonly Proven[] => {
    const replaced = changes.some(
      (change) =>
        isSame(one.fingerprint, change.old?.sha256 ?? null) ||
        isSame(one.fingerprint, change.new.sha256),
    );
    if (replaced) return [];
    const taken = new Set(
      changes
        .filter((change) => keyOf(change.new.keyAlgorithm) === one.key_type)
        .flatMap((change) => change.domains),
    );
    const domains = one.domains.filter((domain) => !taken.has(domain));
    return domains.length === 0 ? [] : [{ ...one, domains }];
  });
}

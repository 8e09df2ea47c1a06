import pMap from 'p-map';

import { DeployError, errorFacts } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Finding, Keep, Proof, Resource } from '../core/model.ts';
import { backIn, servedAfter } from '../core/undo.ts';
import type { Undo } from '../core/undo.ts';
import type { Call, Product } from '../providers/provider.ts';
import { cancelled, untilCancelled } from './limited.ts';
import type { Ports, ProbeVerdict } from './ports.ts';
import { readPlaces } from './read-places.ts';
import type { PlacesRead } from './read-places.ts';
import { servedFindings } from './served-findings.ts';

export type Proven =
  | { readonly ok: true; readonly proof: Proof; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly proof: Proof; readonly error: ErrorFacts };

export interface ToProve {
  readonly undo: Undo;
  readonly product: Product;
}

interface ProveOptions {
  readonly windowMs: number | undefined;
  /** Told of each as soon as it is known. */
  readonly tell: (undo: Undo, proven: Proven) => void;
}

type EnginePorts = Pick<Ports, 'clock' | 'probe' | 'progress'>;

const resourcesAtOnce = 64;
const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

const accepted: Proof = { accepted: true, readBack: false, served: null };
const readBack: Proof = { accepted: true, readBack: true, served: null };

/**
 * Proves that changes are undone, as a deployment is proven: the cloud is read until it shows the state
 * from before, then handshakes are. Writes nothing. Never rejects: one result per change.
 */
export async function proveUndone(
  all: readonly ToProve[],
  { windowMs, tell }: ProveOptions,
  ports: EnginePorts,
  call: Call,
): Promise<ReadonlyMap<Undo, Proven>> {
  // A deployment waits for the cloud's own job first, and then for the edges; here both are one wait.
  const windowOf = ({ capabilities }: Product) => windowMs ?? 2 * capabilities.settlesWithinMs;
  const proven = new Map<Undo, Proven>();
  const settle = (undo: Undo, result: Proven) => {
    proven.set(undo, result);
    tell(undo, result);
  };

  async function proveServed(
    { undo, product }: ToProve,
    resource: Resource | undefined,
  ): Promise<void> {
    settle(undo, await served({ undo, resource, windowMs: windowOf(product) }, ports, call));
  }

  const startedAt = ports.clock.now().getTime();
  let left = all;
  const probing: Promise<void>[] = [];
  for (let pauseMs = firstPauseMs; left.length > 0; pauseMs *= 2) {
    const places = await readPlaces([...new Set(left.map(({ product }) => product))], ports, call);
    const waited = ports.clock.now().getTime() - startedAt;
    const waiting: ToProve[] = [];
    const back: ToProve[] = [];
    for (const one of left) {
      const why = whyNotBack(one, places);
      if (why === undefined) back.push(one);
      else if (call.signal.aborted || waited >= windowOf(one.product)) {
        settle(one.undo, { ok: false, proof: accepted, error: why });
      } else waiting.push(one);
    }
    probing.push(
      pMap(
        back,
        async (one) => {
          await proveServed(one, places.resource(one.undo.receipt));
        },
        { concurrency: resourcesAtOnce },
      ).then(() => {}),
    );
    left = waiting;
    if (left.length === 0) break;
    // A cancel is seen by the next reading.
    await ports.clock.sleep(Math.min(pauseMs, longestPauseMs), call.signal).catch(() => {});
  }
  await Promise.all(probing);
  return proven;
}

/** Undefined: the cloud shows it as it was before, or does not tell. */
function whyNotBack({ undo }: ToProve, places: PlacesRead): ErrorFacts | undefined {
  const unread = places.whyNot(undo.receipt);
  if (unread !== undefined) {
    const { code, message } = unread;
    const words = 'it was switched back, and that could not be read back';
    return {
      code: code === 'CANCELLED' ? code : 'VERIFY_FAILED',
      message: `${words}: ${message}`,
    };
  }
  const resource = places.resource(undo.receipt);
  if (resource === undefined) {
    const message = 'it was switched back, and the cloud does not list the resource any more';
    return { code: 'VERIFY_FAILED', message };
  }
  const back = backIn(undo, resource.bindings);
  if (back.kind !== 'not-back') return undefined;
  const message = `the cloud took the old certificate and does not show it: ${back.words}`;
  return { code: 'VERIFY_FAILED', message };
}

interface Asked {
  readonly undo: Undo;
  readonly resource: Resource | undefined;
  readonly windowMs: number;
}

async function served(
  { undo, resource, windowMs }: Asked,
  ports: EnginePorts,
  call: Call,
): Promise<Proven> {
  const { receipt } = undo;
  const tell = (doing: string) => {
    ports.progress({ kind: 'undo', receipt, state: 'rolling-back', doing });
  };
  const steps = resource === undefined ? [] : servedAfter(undo, resource);
  if (resource === undefined || steps.length === 0) {
    const findings = undo.replaced.length === 0 ? [] : [untold(resource?.label ?? null)];
    return { ok: true, proof: readBack, findings };
  }
  tell('handshakes');
  const findings: Finding[] = [];
  let shown: true | null = true;
  for (const step of steps) {
    const judged = await ask(step, { windowMs, tell }, ports, call);
    if (!judged.ok) return judged;
    findings.push(...judged.findings);
    if (judged.proof.served !== true) shown = null;
  }
  return { ok: true, proof: { ...readBack, served: shown }, findings };
}

async function ask(
  step: Keep,
  { windowMs, tell }: { readonly windowMs: number; readonly tell: (doing: string) => void },
  { clock, probe }: EnginePorts,
  call: Call,
): Promise<Proven> {
  try {
    const verdict = await untilCancelled(call.signal, clock, (signal) =>
      probe(step, { windowMs, onTry: tell }, { ...call, signal }),
    );
    return judge(step, verdict);
  } catch (thrown) {
    const error = errorFacts(DeployError.from(thrown));
    const message =
      'the old certificate is bound again, and the run was cancelled before handshakes showed it';
    return {
      ok: false,
      proof: readBack,
      error: error.code === cancelled.code ? { code: error.code, message } : error,
    };
  }
}

function judge({ resource }: Keep, verdict: ProbeVerdict): Proven {
  const failed = (served: false | null, words: string): Proven => ({
    ok: false,
    proof: { ...readBack, served },
    error: {
      code: 'VERIFY_FAILED',
      message: `the old certificate is bound again, and ${words}; it is left like that`,
    },
  });
  const remark = (code: string, message: string): readonly Finding[] => [
    { code, level: 'notice', subject: resource.label, message },
  ];
  switch (verdict.kind) {
    case 'served': {
      const findings = servedFindings(resource.label, verdict);
      return { ok: true, proof: { ...readBack, served: true }, findings };
    }
    case 'not-served':
      return failed(false, `it is not what is served: ${verdict.detail}`);
    case 'unreachable': {
      if (resource.reach === 'public') return failed(null, `no handshake: ${verdict.detail}`);
      const message = `the old certificate is bound again, but the resource is private and no handshake reached it from here (${verdict.detail}); give the target a "connect_to" address that this runner can reach to have it proven`;
      return { ok: true, proof: readBack, findings: remark('not-proven', message) };
    }
  }
}

function untold(subject: string | null): Finding {
  return {
    code: 'not-compared',
    level: 'notice',
    subject,
    message:
      'the cloud binds what it bound before and does not tell which certificate that is, so no handshake can be compared with it',
  };
}

import { DeployError } from '../shared/core/errors.ts';
import { abortedAfter } from '../shared/engine/limited.ts';
import { redactReport } from '../shared/job/redact-report.ts';
import type { Call } from '../shared/providers/provider.ts';
import type { Report } from '../shared/wire/report.ts';
import { editsShown } from './plan-report.ts';
import type { Receiver } from './receiver.ts';
import type { Session } from './session.ts';

interface To {
  readonly receiver: Receiver;
  readonly session: Session;
}

/** A cancelled run has seconds left, and must have told how it ended by then. */
const hurriedMs = 3_000;

/** A cancel does not stop it at once: what the run did is lost to a rollback where nobody keeps it. */
async function soon<T>(
  { door }: Session,
  call: Call,
  tell: (call: Call) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const signal = abortedAfter(call.signal, {
    ms: hurriedMs,
    clock: door.clock,
    ended: ended.signal,
  });
  try {
    return await tell({ ...call, signal });
  } finally {
    ended.abort();
  }
}

/** Hands the report of a run to the receiver. False, with an annotation, where that failed. */
export async function handIn(
  report: Report,
  { receiver, session, dispatchId }: To & { readonly dispatchId: string | null },
  call: Call,
): Promise<boolean> {
  const { log, masks } = session.runtime;
  const redacted = redactReport(report, (text) => masks.redact(text));
  return await told(
    async () =>
      await soon(session, call, (told) => receiver.report({ dispatchId, report: redacted }, told)),
    { title: 'The receiver does not know how this run ended', log },
  );
}

/** Tells the receiver what a preview showed: what the deployment of its merge is pinned to. */
export async function savePlan(
  report: Report,
  { receiver, session, pull }: To & { readonly pull: number },
  call: Call,
): Promise<boolean> {
  const { digest, commit, file } = report;
  if (digest === null || commit === null) return true;
  const plan = { pull, headSha: commit, file, digest, edits: [...new Set(editsShown(report))] };
  return await told(async () => await receiver.savePlan(plan, call), {
    title: 'The preview is not stored: everything would be held back after the merge',
    log: session.runtime.log,
  });
}

async function told(
  tell: () => Promise<unknown>,
  { title, log }: { readonly title: string; readonly log: Session['runtime']['log'] },
): Promise<boolean> {
  try {
    await tell();
    return true;
  } catch (thrown) {
    const { message, failure } = DeployError.from(thrown);
    log.annotate({ level: 'error', title, message: `${message}. ${failure.advice}` });
    return false;
  }
}

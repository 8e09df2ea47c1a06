import { z } from 'zod';

import { DeployError } from '../shared/core/errors.ts';
import type { Edit } from '../shared/core/model.ts';
import { Secret } from '../shared/core/secret.ts';
import type { Call } from '../shared/providers/provider.ts';
import {
  BundleReply,
  ClaimReply,
  DeployedReply,
  PlansReply,
  QuoteReply,
  RegisteredReply,
  RunReply,
  RunReportReply,
  TasksReply,
  type PlanRequest,
  type RunRequest,
  type TasksRequest,
} from '../shared/wire/receiver.ts';
import type { Report } from '../shared/wire/report.ts';
import { createAsk, problemCode, type HttpOptions } from './receiver-http.ts';
import { createRunLedger, wanted, type RunLedger } from './receiver-ledger.ts';

export type { RunLedger } from './receiver-ledger.ts';

export type Quote = z.output<typeof QuoteReply>;
export type TaskRegistration = z.input<typeof TasksRequest>;
export type RegisteredTasks = z.output<typeof TasksReply>;
export type PreviewPlan = z.input<typeof PlanRequest>;
export type Registered = z.output<typeof RegisteredReply>['tasks'][number];
export type Deployed = z.output<typeof DeployedReply>['resources'][number];

/** A certificate that the receiver keeps. */
export interface ReceivedBundle {
  readonly fingerprint: string;
  readonly type: 'issued' | 'uploaded' | 'private-ca';
  /** PEM, leaf first. */
  readonly chain: string;
  /** PEM. Null where it is sealed, or where the receiver never had it. */
  readonly key: Secret | null;
  /** age, armored: the deploy job alone can open it. */
  readonly sealedKey: string | null;
}

/** Whether this run carries the dispatch that it was started for. */
export type Claim =
  | ({ readonly kind: 'claimed' } & z.output<typeof ClaimReply>)
  /** Another run does, or nobody wants it any more: end without a word to any cloud. */
  | { readonly kind: 'taken'; readonly why: string };

/**
 * The receiver, as a run of the Action sees it. Everything is safe to repeat and is repeated where that
 * makes sense; everything else rejects with a `DeployError`.
 */
export interface Receiver {
  /** What these edits would cost. Takes nothing. */
  quote(edits: readonly Edit[], call: Call): Promise<Quote>;
  /** What each of these certificates costs, and what is left. Takes nothing. */
  prices(fingerprints: readonly string[], call: Call): Promise<Quote>;
  /** Quota of one deployment file in this run. */
  ledger(run: { readonly file: string; readonly leaseSeconds: number }): RunLedger;
  /** The newest valid certificate of that name with its key. For runs that deploy. */
  fetchBundle(name: string, call: Call): Promise<ReceivedBundle>;
  /** The same without any key. For previews. */
  fetchChain(name: string, call: Call): Promise<ReceivedBundle>;
  /** Says which tasks a file on the default branch has. */
  registerTasks(tasks: TaskRegistration, call: Call): Promise<RegisteredTasks>;
  /** Which tasks of a file are registered, and when they run. */
  registered(file: string, call: Call): Promise<readonly Registered[]>;
  /** What was last proven on each resource of a file. */
  deployed(file: string, call: Call): Promise<readonly Deployed[]>;
  /** Says what a preview showed. */
  savePlan(plan: PreviewPlan, call: Call): Promise<void>;
  /** What the previews of a merged pull request showed: what its deployment is pinned to. */
  readPlans(
    wanted: { readonly pull: number; readonly file?: string },
    call: Call,
  ): Promise<readonly PreviewPlan[]>;
  claim(dispatchId: string, call: Call): Promise<Claim>;
  /** Hands in the report of a run. Resolves to its id. */
  report(run: z.input<typeof RunRequest>, call: Call): Promise<string>;
  /** The report of an earlier run, with receipts. */
  readReport(
    wanted: { readonly runId: number; readonly file?: string },
    call: Call,
  ): Promise<Report>;
}

export interface ReceiverOptions extends HttpOptions {
  /** Makes sure that the log never shows this value; called before anybody else sees it. */
  readonly mask: (value: string) => void;
}

/** A report with thousands of receipts takes its time. */
const reportDeadlineMs = 60_000;

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function createReceiver(options: ReceiverOptions): Receiver {
  const ask = createAsk(options);
  const askSlowly = createAsk({ deadlineMs: reportDeadlineMs, ...options });

  function received(reply: z.output<typeof BundleReply>): ReceivedBundle {
    if (reply.key !== null) options.mask(reply.key);
    return { ...reply, key: reply.key === null ? null : new Secret(reply.key) };
  }

  return {
    quote: (edits, call) =>
      ask(
        {
          doing: 'asking what the edits cost',
          method: 'POST',
          path: '/quota/quote',
          body: { edits: edits.map(wanted) },
          reply: QuoteReply,
        },
        call,
      ),
    prices: (fingerprints, call) =>
      ask(
        {
          doing: 'asking what the certificates cost',
          method: 'POST',
          path: '/quota/quote',
          body: {
            edits: fingerprints.map((fingerprint) => ({
              changeId: fingerprint.slice(0, 16),
              resource: 'certificate',
              fingerprint,
            })),
          },
          reply: QuoteReply,
        },
        call,
      ),
    ledger: (run) => createRunLedger(ask, run),
    fetchBundle: async (name, call) =>
      received(
        await ask(
          {
            doing: `fetching certificate ${name}`,
            method: 'GET',
            path: `/certificates/${encodeURIComponent(name)}`,
            reply: BundleReply,
            once: true,
          },
          call,
        ),
      ),
    fetchChain: async (name, call) =>
      received(
        await ask(
          {
            doing: `reading certificate ${name}`,
            method: 'GET',
            path: `/certificates/${encodeURIComponent(name)}${query({ part: 'chain' })}`,
            reply: BundleReply,
          },
          call,
        ),
      ),
    registerTasks: (body, call) =>
      ask(
        { doing: 'registering tasks', method: 'PUT', path: '/tasks', body, reply: TasksReply },
        call,
      ),
    async registered(file, call) {
      const path = `/tasks${query({ file })}`;
      const doing = 'reading registered tasks';
      return (await ask({ doing, method: 'GET', path, reply: RegisteredReply }, call)).tasks;
    },
    async deployed(file, call) {
      const path = `/deployed${query({ file })}`;
      const doing = 'reading what was deployed';
      return (await askSlowly({ doing, method: 'GET', path, reply: DeployedReply }, call))
        .resources;
    },
    savePlan: (body, call) =>
      ask(
        { doing: 'saving the preview', method: 'PUT', path: '/plans', body, reply: z.undefined() },
        call,
      ),
    async readPlans({ pull, file }, call) {
      const path = `/plans${query({ pull, file })}`;
      const doing = `reading the preview of #${pull}`;
      return (await ask({ doing, method: 'GET', path, reply: PlansReply }, call)).plans;
    },
    async claim(dispatchId, call) {
      const path = `/dispatches/${encodeURIComponent(dispatchId)}/claim`;
      const doing = 'claiming the dispatch';
      try {
        const reply = await ask({ doing, method: 'POST', path, reply: ClaimReply }, call);
        return { kind: 'claimed', ...reply };
      } catch (thrown) {
        const error = DeployError.from(thrown);
        const code = problemCode(error);
        if (code !== 'ALREADY_CLAIMED' && code !== 'DISPATCH_CANCELLED') throw error;
        return { kind: 'taken', why: error.message };
      }
    },
    async report(body, call) {
      const doing = 'handing in the report';
      const asking = { doing, method: 'POST', path: '/runs', body, reply: RunReply } as const;
      return (await askSlowly(asking, call)).id;
    },
    async readReport({ runId, file }, call) {
      const path = `/runs/${runId}${query({ file })}`;
      const doing = `reading the report of run ${runId}`;
      const asking = { doing, method: 'GET', path, reply: RunReportReply } as const;
      return (await askSlowly(asking, call)).report;
    },
  };
}

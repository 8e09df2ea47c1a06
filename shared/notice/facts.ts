import { z } from 'zod';

import { taskStates, verdicts } from '../wire/report.ts';

/**
 * What contacts are told about, as data: kept with the notice, put into words when it is sent. Texts of
 * clouds and files are in it as they came; whoever renders them makes them harmless.
 */

export const marks = ['good', 'warning', 'bad', 'paused'] as const;
export type Mark = (typeof marks)[number];

/** One resource of a run, one place that could not be read, or one thing to correct. */
const RunLine = z.strictObject({
  task: z.string().nullable(),
  mark: z.enum(marks),
  /** What a person calls it. */
  title: z.string(),
  /** Product, account and region. */
  place: z.string(),
  domains: z.array(z.string()),
  /** How it ended, in our own words. */
  outcome: z.string(),
  error: z.strictObject({ code: z.string(), message: z.string(), advice: z.string() }).nullable(),
});
export type RunLine = z.infer<typeof RunLine>;

const RunPart = z.strictObject({
  title: z.string(),
  /** How many there are; `lines` may hold fewer. */
  total: z.int(),
  lines: z.array(RunLine),
});
export type RunPart = z.infer<typeof RunPart>;

const RunNotice = z.strictObject({
  kind: z.literal('run'),
  mode: z.enum(['deploy', 'verify', 'rollback']),
  verdict: z.enum(verdicts),
  mark: z.enum(marks),
  /** The verdict in one or two words, and the counts. */
  words: z.string(),
  counts: z.string(),
  tasks: z.array(z.strictObject({ name: z.string(), state: z.enum(taskStates) })),
  commit: z.string().nullable(),
  /** Address of the workflow run. */
  run: z.string().nullable(),
  finishedAt: z.string(),
  parts: z.array(RunPart),
});
export type RunNotice = z.infer<typeof RunNotice>;

/** What can be wrong with a host that a handshake asks. */
export const endpointProblems = ['unreachable', 'wrong-name', 'chain', 'not-yet-valid'] as const;
export type EndpointProblem = (typeof endpointProblems)[number];

/** A certificate that is served, or that should be. */
const Known = z.strictObject({ fingerprint: z.string(), notAfter: z.string().nullable() });

export const NoticeFacts = z.discriminatedUnion('kind', [
  RunNotice,
  z.strictObject({
    kind: z.literal('expiry'),
    /** Where it is served: `www.example.com`, or with a port that is not 443. */
    hosts: z.array(z.string()),
    /** Name in the deployment file or at the receiver, where it is known. */
    certificate: z.string().nullable(),
    fingerprint: z.string(),
    notAfter: z.string(),
    /** Whole days; negative: ended already. */
    daysLeft: z.int(),
  }),
  z.strictObject({
    kind: z.literal('not-deployed'),
    host: z.string(),
    resource: z.string().nullable(),
    deployed: Known,
    /** Null: no handshake showed one. */
    served: Known.nullable(),
    /** Why none was seen, or what else is known. */
    why: z.string().nullable(),
    seenAt: z.string(),
  }),
  z.strictObject({
    /** Something else than this receiver renews what is served. */
    kind: z.literal('newer'),
    hosts: z.array(z.string()),
    resource: z.string().nullable(),
    deployed: Known,
    served: Known,
    seenAt: z.string(),
  }),
  z.strictObject({
    /** Something is wrong with a host itself, whatever was deployed there. */
    kind: z.literal('endpoint'),
    problem: z.enum(endpointProblems),
    places: z.array(z.strictObject({ host: z.string(), why: z.string() })),
    /** How many hosts there are; `places` may hold fewer. */
    total: z.int(),
    /** What was deployed to it, where that is one resource of the listener's. */
    resource: z.string().nullable(),
    served: Known.nullable(),
    seenAt: z.string(),
  }),
  z.strictObject({
    kind: z.literal('given-up'),
    /** Tasks whose workflow run did not happen. */
    tasks: z.array(z.string()),
    why: z.string(),
    run: z.string().nullable(),
  }),
  z.strictObject({ kind: z.literal('test'), by: z.string() }),
]);
export type NoticeFacts = z.infer<typeof NoticeFacts>;

export const noticeKinds: readonly NoticeFacts['kind'][] = NoticeFacts.options.map(
  ({ shape }) => shape.kind.value,
);

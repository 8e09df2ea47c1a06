import { z } from 'zod';

import { contactFormats } from '../core/deployment.ts';
import { Report } from './report.ts';

/**
 * What the Action and the receiver say to each other, below `/api/v1`, each with the workflow's OIDC
 * token as bearer (audience: the receiver's address). Errors are RFC 9457 problem JSON with `code`.
 */

/** A certificate as far as quota is concerned. */
const Wanted = z.strictObject({
  changeId: z.string().max(64),
  resource: z.string().max(500),
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/u),
});

/** POST /quota/quote: what these edits would cost; writes nothing. */
export const QuoteRequest = z.strictObject({ edits: z.array(Wanted).max(20_000) });
export const QuoteReply = z.strictObject({
  balance: z.int(),
  toConsume: z.int(),
  /** Per fingerprint: what it counts as, and whose it is. */
  certificates: z.array(
    z.strictObject({
      fingerprint: z.string(),
      type: z.enum(['issued', 'uploaded', 'private-ca']),
      /** False: it belongs to another entity and may not be deployed from here. */
      allowed: z.boolean(),
      reason: z.string().nullable(),
      /** Per resource. */
      cost: z.union([z.literal(0), z.literal(1)]),
    }),
  ),
});

/** POST /quota/reserve: before the cloud is called. 409 `QUOTA_EXHAUSTED` takes nothing at all. */
export const ReserveRequest = z.strictObject({
  file: z.string().max(300),
  edits: z.array(Wanted).min(1).max(500),
  leaseSeconds: z.int().min(60).max(21_600),
});
export const ReserveReply = z.strictObject({
  balance: z.int(),
  /** Change ids that cost one each; the others are free. */
  consumed: z.array(z.string()),
});

/** POST /quota/settle: how edits ended. Refunds those that failed. Safe to repeat. */
export const SettleRequest = z.strictObject({
  file: z.string().max(300),
  outcomes: z
    .array(z.strictObject({ changeId: z.string().max(64), success: z.boolean() }))
    .max(500),
  /** True: the run says no more; what is still open is refunded. */
  done: z.boolean(),
});
export const SettleReply = z.strictObject({
  balance: z.int(),
  consumed: z.int(),
  refunded: z.int(),
});

/** Who is told. The address of a webhook is a secret: the receiver keeps it encrypted. */
const ContactWire = z.discriminatedUnion('kind', [
  z.strictObject({ name: z.string().max(64), kind: z.literal('email'), email: z.email().max(254) }),
  z.strictObject({
    name: z.string().max(64),
    kind: z.literal('webhook'),
    url: z.url({ protocol: /^https?$/u }).max(2048),
    format: z.enum(contactFormats),
  }),
]);
export type ContactWire = z.infer<typeof ContactWire>;

/** PUT /tasks: all tasks of one file on the default branch. Those that are gone are cancelled. */
export const TasksRequest = z.strictObject({
  file: z.string().max(300),
  commit: z.string().max(64),
  tasks: z
    .array(
      z.strictObject({
        name: z.string().max(64),
        certificates: z.array(z.string().max(253)).max(100),
        deployAt: z.iso.datetime({ offset: true }).nullable(),
        extend: z.boolean(),
        /** Names of `contacts` below. */
        contacts: z.array(z.string().max(64)).max(10).default([]),
      }),
    )
    .max(200),
  contacts: z.array(ContactWire).max(100).default([]),
  /** Hosts that are watched besides what is deployed. */
  monitor: z
    .array(z.strictObject({ host: z.string().max(253), port: z.int().min(1).max(65_535) }))
    .max(500)
    .default([]),
});

/** GET /tasks?file=…: what is registered of one file. */
export const RegisteredReply = z.strictObject({
  tasks: z.array(
    z.strictObject({
      name: z.string(),
      state: z.string(),
      deployAt: z.iso.datetime().nullable(),
    }),
  ),
});

/**
 * GET /deployed?file=…: what was last proven on each resource of a file, for drift to be told from what
 * was never deployed. Only of runs that deployed.
 */
export const DeployedReply = z.strictObject({
  resources: z.array(
    z.strictObject({
      resource: z.string(),
      task: z.string(),
      domains: z.array(z.string()),
      fingerprint: z.string(),
      at: z.iso.datetime(),
    }),
  ),
});
export const TasksReply = z.strictObject({
  tasks: z.array(z.strictObject({ id: z.string(), name: z.string(), state: z.string() })),
  cancelled: z.array(z.string()),
  /** True: a newer push has registered the file already, so nothing was changed. */
  superseded: z.boolean(),
});

/** POST /dispatches/:id/claim: a dispatched run says that it is the one. 409 when another was. */
export const ClaimReply = z.strictObject({
  task: z.string().nullable(),
  file: z.string().nullable(),
  reason: z.enum(['issuance', 'schedule', 'manual']),
  extend: z.boolean(),
  /** Resources that an earlier merged run covered. */
  covered: z.array(z.string()),
  /**
   * Task by task: one run carries several where their certificates came together. What a run may touch
   * is decided by this; `task` is null then, `covered` their union, `extend` true where all say so.
   */
  tasks: z.array(
    z.strictObject({ name: z.string(), extend: z.boolean(), covered: z.array(z.string()) }),
  ),
  /** To show with the result: the run is late, and why. */
  note: z.string().nullable(),
});

/** GET /certificates/:name: the newest valid bundle of that name, of this repository's entity. */
export const BundleReply = z.strictObject({
  fingerprint: z.string(),
  type: z.enum(['issued', 'uploaded', 'private-ca']),
  chain: z.string(),
  /** Exactly one of the two, or neither where the receiver never had a key. */
  key: z.string().nullable(),
  /** age, armored: only the deploy job can open it. Holds the private key's PEM. */
  sealedKey: z.string().nullable(),
});

/** PUT /plans: what a preview showed. GET /plans?pull=7&file=…: for the deployment to be pinned to. */
export const PlanRequest = z.strictObject({
  pull: z.int().positive(),
  headSha: z.string().max(64),
  file: z.string().max(300),
  digest: z.string().max(64),
  edits: z.array(z.string().max(64)).max(20_000),
});
export const PlansReply = z.strictObject({
  plans: z.array(PlanRequest),
});

/** POST /runs: the report of a run, with receipts. Safe to repeat. */
export const RunRequest = z.strictObject({
  dispatchId: z.string().nullable(),
  report: Report,
});
export const RunReply = z.strictObject({ id: z.string() });

/** GET /runs/:githubRunId?file=…: for `rollback <run>`, what all attempts of a run did. */
export const RunReportReply = z.strictObject({ report: Report });

export const ProblemReply = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
});

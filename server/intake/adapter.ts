import type { BlockList } from 'node:net';

import { z } from 'zod';

import type { EventType, Hearsay } from './event.ts';
import type { PemParts } from './pem.ts';

/** A request as it came, with nothing of its body looked at. */
export interface IntakeRequest {
  readonly method: string;
  readonly header: (name: string) => string | undefined;
  readonly query: URLSearchParams;
  /** The raw bytes. */
  readonly body: Buffer;
  /** Lower case, without parameters; undefined where none was sent. */
  readonly mediaType: string | undefined;
  /** Of the sender, as far as proxies that are trusted tell. */
  readonly address: string;
  readonly now: Date;
  /** A dry run: nothing may be changed anywhere, at the sender's least of all. */
  readonly dryRun: boolean;
}

export interface Telling {
  /** The sender's own id of this event, the same over all of its retries. Unique per source. */
  readonly deliveryId: string;
  /** SHA-256 of what must not differ under one id. */
  readonly digest: string;
}

/** What an authenticated request tells of one certificate. */
export type Told = Telling &
  (
    | {
        /** The certificate came along. */
        readonly kind: 'bundle';
        readonly type: EventType;
        readonly at: Date | undefined;
        readonly parts: PemParts;
        /** The name that deployment files are to know it by, where the sender chose one. */
        readonly lineage: string | undefined;
        readonly ref: string | undefined;
      }
    | {
        /** Told of, not shown: recorded, and never a reason to deploy. */
        readonly kind: 'hearsay';
        readonly type: EventType;
        readonly at: Date | undefined;
        readonly about: Hearsay;
      }
    | {
        readonly kind: 'revoked';
        readonly at: Date | undefined;
        readonly fingerprint: string;
      }
    | {
        /** Genuine, and not for us; why, in constant words. */
        readonly kind: 'ignored';
        readonly reason: string;
      }
  );

/** A request whose sender is proven. Only now may its body be read. */
export interface Verified {
  /** Given where it is known without reading the body. */
  readonly telling?: Telling;
  /** Throws a `Problem` (400, 415, 422) where the body is not what this sender sends. */
  read(): readonly Told[] | Promise<readonly Told[]>;
  /** Set where the request was no event but a handshake, which has been done: answered with 204. */
  readonly done?: true;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | string | null;
}

/** A source opened for requests. */
export interface Adapter {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Media types of bodies; undefined: whatever is sent is read as the one form it must have. */
  readonly mediaTypes: readonly string[] | undefined;
  /** Undefined where the request does not prove that it comes from this source. Never says why. */
  verify(request: IntakeRequest): Verified | undefined | Promise<Verified | undefined>;
  /** Puts a success into the words that the sender waits for. */
  present?(answer: Answer): Answer;
  /** Takes part in the CloudEvents handshake. */
  readonly handshake?: true;
}

/** What adapters may touch of the world. */
export interface AdapterPorts {
  /** GET over https without following redirects. Rejects unless the answer is 2xx and within limits. */
  readonly fetchText: (
    url: string,
    limits: { readonly timeoutMs: number; readonly maxBytes: number },
  ) => Promise<string>;
}

/** Settings that every source has, whatever its kind. */
export const commonShape = {
  /**
   * Domains (with all below them), wildcards (`*.example.com`: one label) and IP addresses that the
   * source may bring certificates for. Empty: stored, and never deployed of itself.
   */
  allowed_domains: z.array(z.string().max(253)).max(500).default([]),
  /** age recipients that a private key is sealed to on arrival, where the key mode is `sealed`. */
  recipients: z
    .array(z.string().regex(/^age1[a-z0-9]{20,2000}$/u))
    .max(20)
    .default([]),
  /** Part of the address of a source whose sender proves less than a signature: 128 bits or more. */
  path_token: z
    .string()
    .regex(/^[A-Za-z0-9_-]{22,86}$/u)
    .optional(),
  rate: z
    .strictObject({
      per_minute: z.int().min(1).max(10_000_000),
      burst: z.int().min(1).max(10_000_000),
    })
    .default({ per_minute: 60, burst: 20 }),
};
const Common = z.strictObject(commonShape);
export type CommonConfig = z.infer<typeof Common>;

interface AdapterSpec<S extends z.ZodRawShape> {
  readonly kind: string;
  /** `weak`: the body is not covered by what authenticates it. */
  readonly auth: 'strong' | 'weak';
  readonly shape: S;
  /** Keys of the shape that hold secrets: texts, or lists of them. Kept sealed. */
  readonly secretKeys: readonly (keyof S & string)[];
  readonly open: (config: z.infer<z.ZodObject<S>>, ports: AdapterPorts) => Adapter | undefined;
}

/** One kind of source: how its configuration is read, and what it makes of requests. */
export interface AdapterKind {
  readonly kind: string;
  readonly auth: 'strong' | 'weak';
  readonly secretKeys: readonly string[];
  /** Throws a `ZodError`. `adapter` is undefined for sources that are asked, not told. */
  open(
    config: unknown,
    ports: AdapterPorts,
  ): { readonly common: CommonConfig; readonly adapter: Adapter | undefined };
}

/** Keeps the type of a kind's configuration inside of that kind. */
export function defineAdapter<S extends z.ZodRawShape>(spec: AdapterSpec<S>): AdapterKind {
  const Own = z.object(spec.shape);
  const Whole = z.strictObject({ ...commonShape, ...spec.shape });
  return {
    kind: spec.kind,
    auth: spec.auth,
    secretKeys: ['path_token', ...spec.secretKeys],
    open(raw, ports) {
      Whole.parse(raw);
      return { common: Common.strip().parse(raw), adapter: spec.open(Own.parse(raw), ports) };
    },
  };
}

/** Whom a request may come from; empty: anywhere. */
export type Addresses = BlockList | undefined;

/** A static secret in a header: long enough not to be guessed. Several during a rotation. */
export const Tokens = z.array(z.string().min(32).max(500)).min(1).max(4);

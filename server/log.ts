import { pino } from 'pino';
import type { DestinationStream } from 'pino';

import { DeployError } from '../shared/core/errors.ts';
import type { Secret } from '../shared/core/secret.ts';
import type { Log, LogFacts } from '../shared/runtime/log.ts';

export type { Log, LogFacts } from '../shared/runtime/log.ts';

export interface LogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Texts that must never be written, whatever they are part of. */
  readonly secrets?: readonly Secret[];
  /** Default: standard output. */
  readonly stream?: DestinationStream;
}

const hidden = '<secret>';

/** Facts that are secrets whatever they look like. */
const secretName =
  /^(?:authorization|cookie|token|secret|password|passphrase|signature|body|pem|private_?key|master_?key|key)$/iu;

/** Things that are secrets wherever they stand: PEM, GitHub tokens, JWTs, keys of Standard Webhooks, age. */
const secretLooks =
  /-----BEGIN [\s\S]*?(?:-----END [A-Z0-9 ]+-----|$)|\bgh[a-z]_[\w.-]{20,}|\bgithub_pat_\w{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\bwhs[ek]c?_[A-Za-z0-9+/=]{8,}|\bAGE-SECRET-KEY-[A-Z0-9-]+|\bsealed:[\w.-]+:[\w-]+|\b[Bb]earer +[^\s"]+/gu;

/** Takes out of a text what looks like a secret, and the secrets that are known. */
export function createScrubber(secrets: readonly Secret[]): (text: string) => string {
  const known = secrets
    .flatMap((secret) => {
      const text = secret.reveal();
      // A key of several lines is also written with its line ends escaped.
      return [text, JSON.stringify(text).slice(1, -1)];
    })
    .filter((text) => text.length >= 8)
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const plain = known.reduce((left, secret) => left.replaceAll(secret, hidden), text);
    return plain.replaceAll(secretLooks, hidden);
  };
}

/** One JSON line per message on standard output: `time`, `level`, `message`, and the facts. */
export function createLog({ level, secrets = [], stream }: LogOptions): Log {
  const scrub = createScrubber(secrets);
  const sink = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream ?? pino.destination({ dest: 1, sync: true }),
  );
  const write =
    (at: LogOptions['level']) =>
    (message: string, facts: LogFacts = {}) => {
      if (!sink.isLevelEnabled(at)) return;
      const clean = Object.entries(facts).map(([name, value]) => {
        if (secretName.test(name)) return [name, hidden];
        return [name, typeof value === 'string' ? scrub(value) : value];
      });
      sink[at](Object.fromEntries(clean), scrub(message));
    };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** What a log may say of something thrown: its words and its cause's, no stack, no hidden fields. */
export function errorFacts(thrown: unknown): LogFacts {
  const { code, message, cause } = DeployError.from(thrown);
  const because = cause instanceof Error && cause !== thrown ? cause.message : undefined;
  return { code, error: message, ...(because === undefined ? {} : { cause: because }) };
}

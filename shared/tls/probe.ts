import pMap from 'p-map';
import PQueue from 'p-queue';

import type { Change, Endpoint } from '../core/model.ts';
import type { Clock } from '../runtime/clock.ts';
import { addressWords, isDown } from './answer.ts';
import type { Answer } from './answer.ts';
import { remarksBeside } from './beside.ts';
import type { Dns, HostLookup } from './dns.ts';
import { askDns } from './elsewhere.ts';
import type { FoundByDns } from './elsewhere.ts';
import { handshake } from './handshake.ts';
import { offerFor } from './offer.ts';
import type { Ask, Proof } from './proof.ts';
import { questionsFor, randomLabel } from './questions.ts';
import type { Question } from './questions.ts';
import { createWatch } from './watch.ts';
import type { Verdict } from './watch.ts';

export interface ProbePorts {
  readonly clock: Clock;
  /** Where handshakes connect to instead of the resource's own endpoints; undefined: to those. */
  readonly connectTo: (change: Change) => Endpoint | undefined;
  readonly dns: HostLookup;
  /** Where clients are led, to be looked at beside the resource itself; undefined: nobody asks. */
  readonly names?: Pick<Dns, 'resolve4' | 'resolve6'>;
  /** A label that nobody has asked for before. */
  readonly randomLabel?: () => string;
  readonly handshakeMs?: number;
}

export type Probe = (
  change: Change,
  options: { readonly windowMs: number; readonly onTry: (doing: string) => void },
  call: { readonly signal: AbortSignal },
) => Promise<Verdict>;

/** Handshakes at once for one change, and for all changes of the process together. */
const perChange = 8;
const together = 64;
const firstPauseMs = 250;
const longestPauseMs = 5_000;
/** For all names of a change together, while its handshakes go on. */
const dnsMs = 2_000;

/**
 * Proves a change by handshakes: every domain (a sample of many), on every address of every endpoint,
 * offering the kind of key of the wanted certificate. The first try is at once, the last at the end of
 * the window. A private resource that gives no answer is given up early.
 */
export function createProbe(ports: ProbePorts): Probe {
  const { clock, handshakeMs = 5_000 } = ports;
  const queue = new PQueue({ concurrency: together });
  const lookups = new PQueue({ concurrency: together });

  const askWithin =
    (signal: AbortSignal): Ask =>
    async ({ servername }, place, offer) =>
      await queue.add(() =>
        handshake({ ...place, servername, offer, timeoutMs: handshakeMs, signal }),
      );

  async function tryOnce(
    change: Change,
    endpoints: readonly Endpoint[],
    ask: Ask,
    signal: AbortSignal,
  ) {
    const questions = questionsFor(change, ports.randomLabel ?? randomLabel);
    const offer = offerFor(change.certificate.keyAlgorithm);
    const places = await placesOf(endpoints, ports.dns, signal);
    const answerTo = async (question: Question, place: Endpoint): Promise<Answer> => ({
      question,
      address: addressWords(place),
      handshake: await ask(question, place, offer),
    });
    const [first, ...others] = questions;
    if (first === undefined) return { questions, places, answers: [] };
    const answers = await pMap(places, (place) => answerTo(first, place), {
      concurrency: perChange,
    });
    // An address that does not answer at all is not asked twenty times.
    const further = answers.flatMap((answer, index) => {
      const place = places[index];
      return place === undefined || isDown(answer) ? [] : others.map((one) => ({ one, place }));
    });
    const more = await pMap(further, ({ one, place }) => answerTo(one, place), {
      concurrency: perChange,
    });
    const silent = answers
      .filter(isDown)
      .flatMap((answer) => others.map((question) => ({ ...answer, question })));
    return { questions, places, answers: [...answers, ...more, ...silent] };
  }

  return async (change, { windowMs, onTry }, { signal }) => {
    const instead = ports.connectTo(change);
    const endpoints = instead === undefined ? change.resource.endpoints : [instead];
    if (endpoints.length === 0) {
      return { kind: 'unreachable', detail: 'the cloud names no address to connect to' };
    }
    const ask = askWithin(signal);
    const ended = new AbortController();
    try {
      const found = whereDnsLeads(change, AbortSignal.any([signal, ended.signal]));
      const until = clock.now().getTime() + windowMs;
      const watch = createWatch(change);
      for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
        const tried = await tryOnce(change, endpoints, ask, signal);
        const { done, doing, verdict } = watch.take(tried.answers);
        if (done && verdict.kind === 'served') {
          return await withRemarks(verdict, { change, ...tried }, { found, ask, signal });
        }
        if (done) return verdict;
        onTry(doing);
        const leftMs = until - clock.now().getTime();
        if (leftMs <= 0) return verdict;
        await clock.sleep(Math.min(pauseMs, leftMs), signal);
      }
    } finally {
      ended.abort();
    }
  };

  /** Behind `connect_to`, and in a private network, public names say nothing of the resource. */
  async function whereDnsLeads(
    change: Change,
    signal: AbortSignal,
  ): Promise<readonly FoundByDns[]> {
    const { names, connectTo, randomLabel: label = randomLabel } = ports;
    const isPublic = connectTo(change) === undefined && change.resource.reach === 'public';
    if (names === undefined || !isPublic) return [];
    // Each question has a socket of its own.
    const bounded: typeof names = {
      resolve4: async (...asked) => await lookups.add(() => names.resolve4(...asked)),
      resolve6: async (...asked) => await lookups.add(() => names.resolve6(...asked)),
    };
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(dnsMs)]);
    return await askDns(questionsFor(change, label), bounded, inTime);
  }
}

interface Looks {
  readonly found: Promise<readonly FoundByDns[]>;
  readonly ask: Ask;
  readonly signal: AbortSignal;
}

type Served = Extract<Verdict, { readonly kind: 'served' }>;

/** What is proven stays so when the run is cancelled during the looks beside it. */
async function withRemarks(
  served: Served,
  proof: Proof,
  { found, ask, signal }: Looks,
): Promise<Served> {
  try {
    const remarks = await remarksBeside(proof, found, ask);
    return remarks.length === 0 ? served : { ...served, remarks };
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
    const cut = 'the run was cancelled before other addresses and kinds of key were looked at';
    return { ...served, detail: served.detail === undefined ? cut : `${served.detail}; ${cut}` };
  }
}

/** Every address of every endpoint, as this machine would connect to it. */
async function placesOf(
  endpoints: readonly Endpoint[],
  dns: HostLookup,
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  const places = await Promise.all(
    endpoints.map(async ({ host, port }) => {
      // A name that finds no address is tried all the same: connecting says best what is wrong.
      const found = await dns.lookup(host, signal).catch(() => []);
      const addresses = found.length > 0 ? found : [host];
      return addresses.map((address) => ({ host: address, port }));
    }),
  );
  const flat = places.flat();
  return flat.filter(
    (one, index) =>
      flat.findIndex((other) => other.host === one.host && other.port === one.port) === index,
  );
}

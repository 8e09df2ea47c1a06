import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DeployError } from '../shared/core/errors.ts';
import type { Edit, Outcome } from '../shared/core/model.ts';
import { Secret } from '../shared/core/secret.ts';
import { silentLog } from '../shared/runtime/log.ts';
import { QuoteRequest, ReserveRequest, SettleRequest } from '../shared/wire/receiver.ts';
import { createReceiver, type ReceiverOptions } from './receiver.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly token: string;
  readonly body: unknown;
}
interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string;
}
type Reply = Answer | 'hang' | 'break';

let server: Server;
let url = '';
let asked: Asked[];
let replyTo: (asked: Asked) => Reply;

beforeEach(async () => {
  asked = [];
  replyTo = () => ({ body: {} });
  server = createServer((request, response) => {
    void (async () => {
      const raw = await text(request);
      const one: Asked = {
        method: request.method ?? '',
        path: request.url ?? '',
        token: (request.headers.authorization ?? '').replace('Bearer ', ''),
        body: raw === '' ? undefined : JSON.parse(raw),
      };
      asked.push(one);
      const reply = replyTo(one);
      if (reply === 'hang') return;
      if (reply === 'break') {
        response.destroy();
        return;
      }
      const { status = 200, body, headers = {}, raw: plain } = reply;
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(plain ?? (body === undefined ? '' : JSON.stringify(body)));
    })();
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const problem = (status: number, code: string, detail: string): Answer => ({
  status,
  body: { type: 'about:blank', status, code, title: 'It is refused', detail },
});

function jwt(number: number, endsAt: number): string {
  const payload = Buffer.from(JSON.stringify({ exp: endsAt / 1000 })).toString('base64url');
  return `eyJhbGciOiJSUzI1NiJ9.${payload}.signature-${number}`;
}

/** A receiver whose clock, tokens and masks the test sees. */
function open(overrides: Partial<ReceiverOptions> = {}) {
  let now = Date.parse('2026-11-25T10:00:00Z');
  const slept: number[] = [];
  const audiences: string[] = [];
  const masked: string[] = [];
  const receiver = createReceiver({
    url,
    idToken: async (audience) => {
      audiences.push(audience);
      return new Secret(jwt(audiences.length, now + 300_000));
    },
    clock: {
      now: () => new Date(now),
      sleep: async (ms) => {
        slept.push(ms);
        now += ms;
      },
    },
    mask: (value) => void masked.push(value),
    deadlineMs: 3000,
    random: () => 0,
    ...overrides,
  });
  return {
    receiver,
    slept,
    audiences,
    masked,
    wait: (seconds: number) => (now += seconds * 1000),
  };
}

const call = { signal: new AbortController().signal, log: silentLog };

function edit(id: string): Edit {
  return {
    id,
    resource: { id: `tencent/cdn:prod/${id}` },
    certificate: { sha256: 'a'.repeat(64) },
  } as unknown as Edit;
}
const edits = (count: number) => Array.from({ length: count }, (_, index) => edit(`e${index}`));
const outcome = (id: string, status: Outcome['status']) =>
  ({ status, change: edit(id) }) as unknown as Outcome;

async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeployError)) throw new Error('it did not fail', { cause: thrown });
  return thrown;
}

const run = { file: '.github/certferry.yml', leaseSeconds: 3600 };

/** A quota book as the receiver keeps it: a request is carried out as a whole or not at all. */
function quotaBook(balance: number) {
  const taken = new Set<string>();
  replyTo = ({ path, body }) => {
    if (path.endsWith('/settle')) {
      const { outcomes } = SettleRequest.parse(body);
      const refunded = outcomes.filter(
        ({ success, changeId }) => !success && taken.delete(changeId),
      );
      return { body: { balance, consumed: taken.size, refunded: refunded.length } };
    }
    const wanted = ReserveRequest.parse(body).edits.map(({ changeId }) => changeId);
    const fresh = wanted.filter((id) => !taken.has(id));
    if (taken.size + fresh.length > balance) {
      return problem(409, 'QUOTA_EXHAUSTED', 'nothing was taken');
    }
    for (const id of fresh) taken.add(id);
    return { body: { balance: balance - taken.size, consumed: wanted } };
  };
  return taken;
}

describe('quota', () => {
  it('of edits that start together is reserved in one request', async () => {
    quotaBook(100);
    const { receiver } = open();
    const ledger = receiver.ledger(run);
    await Promise.all(edits(20).map((one) => ledger.reserve(one, call)));
    expect(asked.map(({ path }) => path)).toEqual(['/api/v1/quota/reserve']);
    expect(asked[0]?.body).toEqual({
      ...run,
      edits: edits(20).map((one) => ({
        changeId: one.id,
        resource: one.resource.id,
        fingerprint: 'a'.repeat(64),
      })),
    });
    await ledger.reserve(edit('later'), call);
    expect(asked).toHaveLength(2);
    expect(ledger.isCharged(edit('e3'))).toBe(true);
    expect(ledger.isCharged(edit('never'))).toBe(false);
  });

  it('is asked for in requests that the receiver takes', async () => {
    quotaBook(2000);
    const ledger = open().receiver.ledger(run);
    await Promise.all(edits(1200).map((one) => ledger.reserve(one, call)));
    const sizes = asked.map(({ body }) => ReserveRequest.parse(body).edits.length);
    expect(sizes.sort((a, b) => a - b)).toEqual([200, 500, 500]);
  });

  it('that does not suffice for all goes to the first edits', async () => {
    const taken = quotaBook(3);
    const ledger = open().receiver.ledger(run);
    const results = await Promise.allSettled(edits(8).map((one) => ledger.reserve(one, call)));
    const won = results.map(({ status }) => (status === 'fulfilled' ? 'x' : '-'));
    expect(won.join('')).toBe('xxx-----');
    expect([...taken].sort()).toEqual(['e0', 'e1', 'e2']);
    const error = await failure(ledger.reserve(edit('e9'), call));
    expect(error.code).toBe('QUOTA_EXHAUSTED');
    expect(error.message).toContain('nothing was taken');
  });

  it('is refused for one certificate without holding up the others', async () => {
    replyTo = ({ body }) => {
      const wanted = ReserveRequest.parse(body).edits.map(({ changeId }) => changeId);
      return wanted.includes('e2')
        ? problem(409, 'REFUSED', 'it belongs to another entity')
        : { body: { balance: 9, consumed: wanted } };
    };
    const ledger = open().receiver.ledger(run);
    const results = await Promise.allSettled(edits(5).map((one) => ledger.reserve(one, call)));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
  });

  it('of a run that was settled is refused for all at once', async () => {
    replyTo = () => problem(409, 'RUN_SETTLED', 'the run said that it was done');
    const ledger = open().receiver.ledger(run);
    const results = await Promise.allSettled(edits(16).map((one) => ledger.reserve(one, call)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(asked).toHaveLength(1);
  });

  it('lets a cancelled edit go at once, and the others get theirs', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    quotaBook(10);
    const { receiver } = open({
      idToken: async () => {
        await held;
        return new Secret('t');
      },
    });
    const ledger = receiver.ledger(run);
    const stop = new AbortController();
    const cancelled = ledger.reserve(edit('e0'), { ...call, signal: stop.signal });
    const other = ledger.reserve(edit('e1'), call);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    expect((await failure(cancelled)).code).toBe('CANCELLED');
    release();
    await other;
  });

  it('sends nothing when everybody was cancelled', async () => {
    const ledger = open().receiver.ledger(run);
    const gone = { ...call, signal: AbortSignal.abort() };
    const results = await Promise.all(
      edits(3).map((one) => failure(ledger.reserve(one, gone)).then(({ code }) => code)),
    );
    expect(results).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    expect(asked).toEqual([]);
  });

  it('says again at the end what the receiver did not take down: a success is never refunded', async () => {
    quotaBook(10);
    const ledger = open().receiver.ledger(run);
    await ledger.reserve(edit('e0'), call);
    const gone = { ...call, signal: AbortSignal.abort() };
    expect((await failure(ledger.settle(outcome('e0', 'success'), gone))).code).toBe('CANCELLED');
    await ledger.finish(call);
    expect(asked.slice(1).map(({ body }) => SettleRequest.parse(body))).toEqual([
      { file: run.file, outcomes: [{ changeId: 'e0', success: true }], done: true },
    ]);
  });

  it('is settled together, and told when the run is done', async () => {
    quotaBook(10);
    const ledger = open().receiver.ledger(run);
    await Promise.all(edits(3).map((one) => ledger.reserve(one, call)));
    await Promise.all([
      ledger.settle(outcome('e0', 'success'), call),
      ledger.settle(outcome('e1', 'rolled-back'), call),
      ledger.settle(outcome('e2', 'held'), call),
    ]);
    expect(await ledger.finish(call)).toEqual({ balance: 10, consumed: 1, refunded: 0 });
    expect(asked.slice(1).map(({ body }) => SettleRequest.parse(body))).toEqual([
      {
        file: run.file,
        outcomes: [
          { changeId: 'e0', success: true },
          { changeId: 'e1', success: false },
          { changeId: 'e2', success: false },
        ],
        done: false,
      },
      { file: run.file, outcomes: [], done: true },
    ]);
  });

  it('is quoted without being taken', async () => {
    replyTo = () => ({ body: { balance: 5, toConsume: 2, certificates: [] } });
    expect(await open().receiver.quote(edits(2), call)).toMatchObject({ toConsume: 2 });
    expect(QuoteRequest.parse(asked[0]?.body).edits).toHaveLength(2);
  });
});

const bundle = {
  fingerprint: 'a'.repeat(64),
  type: 'issued',
  chain: 'CHAIN',
  key: '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n',
  sealedKey: null,
};

describe('the token of the job', () => {
  it('is for the origin of the receiver, asked for once for many requests, and again when it is old', async () => {
    const { receiver, audiences, wait } = open();
    replyTo = () => ({ body: { plans: [] } });
    await Promise.all(Array.from({ length: 6 }, () => receiver.readPlans({ pull: 7 }, call)));
    expect(audiences).toEqual([url]);
    wait(239);
    await receiver.readPlans({ pull: 7 }, call);
    expect(audiences).toHaveLength(1);
    wait(2);
    await receiver.readPlans({ pull: 7 }, call);
    expect(audiences).toHaveLength(2);
    expect(new Set(asked.map(({ token }) => token)).size).toBe(2);
  });

  it('is asked for once more when the receiver does not take it', async () => {
    const { receiver, audiences } = open();
    replyTo = ({ token }) =>
      token.endsWith('signature-1')
        ? problem(401, 'TOKEN_EXPIRED', 'it has expired')
        : { body: { plans: [] } };
    await receiver.readPlans({ pull: 7 }, call);
    expect([asked.length, audiences.length]).toEqual([2, 2]);
    replyTo = () => problem(401, 'TOKEN_AUDIENCE', 'it was made for another audience');
    const error = await failure(receiver.readPlans({ pull: 7 }, call));
    expect(error.code).toBe('CREDENTIALS_REJECTED');
    expect(error.message).toContain('TOKEN_AUDIENCE: it was made for another audience');
    expect(asked).toHaveLength(4);
  });

  it('is a new one for every try to fetch a bundle', async () => {
    const { receiver } = open();
    let tries = 0;
    replyTo = () => ((tries += 1) < 3 ? 'break' : { body: bundle });
    await receiver.fetchBundle('www.example.com', call);
    expect(new Set(asked.map(({ token }) => token)).size).toBe(3);
  });

  it('that the job may not have is explained', async () => {
    const missing = open({
      idToken: () =>
        Promise.reject(
          new Error('Error message: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable'),
        ),
    });
    for (const { receiver } of [missing, open({ idToken: undefined })]) {
      const error = await failure(receiver.readPlans({ pull: 7 }, call));
      expect(error.code).toBe('PERMISSION_MISSING');
      expect(error.message).toContain('id-token: write');
    }
    expect(asked).toEqual([]);
  });

  it('goes to nobody else: no redirect is followed, no open connection is used', async () => {
    let elsewhere = 0;
    const other = createServer((_, response) => {
      elsewhere += 1;
      response.end('{}');
    });
    await new Promise<void>((done) => {
      other.listen(0, '127.0.0.1', done);
    });
    const { port } = other.address() as AddressInfo;
    replyTo = () => ({ status: 307, headers: { location: `http://127.0.0.1:${port}/` } });
    const error = await failure(open().receiver.readPlans({ pull: 7 }, call));
    other.close();
    expect([error.code, elsewhere]).toEqual(['CLOUD_UNAVAILABLE', 0]);
    for (const plain of ['http://certs.example.com', 'ftp://x', 'certs']) {
      expect(() => open({ url: plain })).toThrow('must be https');
    }
  });
});

describe('a bundle', () => {
  it('comes with its key, which is masked before anybody sees it', async () => {
    const { receiver, masked } = open();
    replyTo = () => ({ body: bundle });
    const received = await receiver.fetchBundle('*.example.com', call);
    expect(asked[0]?.path).toBe('/api/v1/certificates/*.example.com');
    expect(masked).toEqual([bundle.key]);
    expect(received.key?.reveal()).toBe(bundle.key);
    expect(JSON.stringify(received)).not.toContain('PRIVATE KEY');
  });

  it('is asked for without its key by a preview', async () => {
    replyTo = () => ({ body: { ...bundle, key: null } });
    const received = await open().receiver.fetchChain('www.example.com', call);
    expect(asked[0]?.path).toBe('/api/v1/certificates/www.example.com?part=chain');
    expect(received.key).toBeNull();
  });

  it('that is not there is said with its name', async () => {
    replyTo = () => problem(404, 'NOT_FOUND', 'no valid certificate of this name is here');
    const error = await failure(open().receiver.fetchBundle('www.example.com', call));
    expect(error.code).toBe('RESOURCE_GONE');
    expect(error.message).toMatch(/^fetching certificate www\.example\.com \(receiver 127/u);
  });
});

describe('a claim', () => {
  const reply = {
    task: 'shop',
    file: '.github/certferry.yml',
    reason: 'issuance',
    extend: false,
    covered: ['a'],
    tasks: [{ name: 'shop', extend: false, covered: ['a'] }],
    note: null,
  };

  it('says what the run may touch', async () => {
    replyTo = () => ({ body: reply });
    expect(await open().receiver.claim('6f1c', call)).toEqual({ kind: 'claimed', ...reply });
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/api/v1/dispatches/6f1c/claim' });
  });

  it.each(['ALREADY_CLAIMED', 'DISPATCH_CANCELLED'])(
    'of another run is no error: %s',
    async (code) => {
      replyTo = () => problem(409, code, 'run 7 carries it already');
      const claim = await open().receiver.claim('6f1c', call);
      expect(claim.kind === 'taken' && claim.why).toContain('run 7 carries it already');
    },
  );

  it('that fails otherwise is one', async () => {
    replyTo = () => problem(404, 'NOT_FOUND', 'no such dispatch');
    expect((await failure(open().receiver.claim('6f1c', call))).code).toBe('RESOURCE_GONE');
  });
});

describe('what else is told', () => {
  it('goes where it belongs', async () => {
    const { receiver } = open();
    replyTo = ({ path, method }) => {
      if (path.endsWith('/tasks')) return { body: { tasks: [], cancelled: [], superseded: false } };
      if (path.endsWith('/plans') && method === 'PUT') return { status: 204 };
      if (path.startsWith('/api/v1/plans')) return { body: { plans: [plan] } };
      return { body: { id: '1/2/x' } };
    };
    const plan = {
      pull: 7,
      headSha: 'a'.repeat(40),
      file: '.github/certferry.yml',
      digest: 'd',
      edits: ['e'],
    };
    const tasks = { file: plan.file, commit: 'c', tasks: [] };
    expect(await receiver.registerTasks(tasks, call)).toMatchObject({ superseded: false });
    await receiver.savePlan(plan, call);
    expect(await receiver.readPlans({ pull: 7, file: plan.file }, call)).toEqual([plan]);
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /api/v1/tasks',
      'PUT /api/v1/plans',
      'GET /api/v1/plans?pull=7&file=.github%2Fcertferry.yml',
    ]);
    expect(asked.slice(0, 2).map(({ body }) => body)).toEqual([tasks, plan]);
  });

  it('goes below the path that the receiver has', async () => {
    replyTo = () => ({ body: { plans: [] } });
    const { receiver, audiences } = open({ url: `${url}/certs/` });
    await receiver.readPlans({ pull: 7 }, call);
    expect([asked[0]?.path, audiences[0]]).toEqual(['/certs/api/v1/plans?pull=7', url]);
  });
});

describe('a receiver that fails', () => {
  it.each([
    [403, 'EVENT_NOT_ALLOWED', 'PERMISSION_MISSING'],
    [409, 'CONFLICT', 'REFUSED'],
    [413, 'TOO_LARGE', 'REFUSED'],
    [422, 'INVALID', 'INTERNAL'],
  ] as const)('with %i %s is not asked again: %s', async (status, code, wanted) => {
    replyTo = () => problem(status, code, 'because of this');
    const error = await failure(open().receiver.readPlans({ pull: 7 }, call));
    expect(error.code).toBe(wanted);
    expect(error.message).toContain(`the receiver answered ${status} ${code}: because of this`);
    expect(asked).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ['an error', problem(503, 'BUSY', 'the database is busy')],
    ['a broken connection', 'break'],
    ['silence', 'hang'],
    ['a page of a proxy', { status: 502, raw: '<html>Bad Gateway</html>' }],
  ])('with %s is asked eight times in all', async (_, reply) => {
    replyTo = () => reply;
    const error = await failure(open({ deadlineMs: 100 }).receiver.readPlans({ pull: 7 }, call));
    expect(error.code).toBe('CLOUD_UNAVAILABLE');
    expect(error.message).toContain('(tried 8 times)');
    expect(asked).toHaveLength(8);
  });

  it('for a moment is not noticed', async () => {
    let tries = 0;
    replyTo = () => ((tries += 1) < 3 ? 'break' : { body: { plans: [] } });
    expect(await open().receiver.readPlans({ pull: 7 }, call)).toEqual([]);
  });

  it('because of too many requests is asked again when it says', async () => {
    let tries = 0;
    replyTo = () =>
      (tries += 1) === 1
        ? { ...problem(429, 'TOO_MANY_REQUESTS', 'slow down'), headers: { 'retry-after': '7' } }
        : { body: { plans: [] } };
    const { receiver, slept } = open();
    await receiver.readPlans({ pull: 7 }, call);
    expect(slept).toContain(7000);
  });

  it.each<[string, Answer, string]>([
    ['another form', { body: { plans: [{ pull: 'x' }] } }, 'plans.0.pull'],
    ['no JSON', { raw: 'hello' }, 'not JSON'],
  ])('with %s is told so', async (_, answer, words) => {
    replyTo = () => answer;
    const error = await failure(open().receiver.readPlans({ pull: 7 }, call));
    expect(error.code).toBe('CLOUD_UNEXPECTED');
    expect(error.message).toContain(words);
    expect(asked).toHaveLength(1);
  });

  it('with words that could be dangerous is shown without them', async () => {
    replyTo = () =>
      problem(409, 'REFUSED', `\u001B[31m\n::error::x ghs_secret\u202E ${'y'.repeat(9000)}`);
    const { receiver } = open({ redact: (text) => text.replaceAll('ghs_secret', '***') });
    const { message } = await failure(receiver.readPlans({ pull: 7 }, call));
    expect(message).not.toMatch(/[\p{Cc}\u202E]|ghs_secret/u);
    expect(message).toContain('***');
    expect(message.length).toBeLessThan(700);
  });

  it('never gets the token into an error', async () => {
    for (const reply of ['break', problem(401, 'TOKEN_SIGNATURE', 'no')] as const) {
      replyTo = () => reply;
      const error = await failure(open().receiver.readPlans({ pull: 7 }, call));
      const all = `${error.stack} ${JSON.stringify(error.cause)}`;
      expect(all).not.toContain('signature-');
    }
  });

  it('is left at once by a run that is cancelled', async () => {
    replyTo = () => 'hang';
    const stop = new AbortController();
    const reading = open({ deadlineMs: 60_000 }).receiver.readPlans(
      { pull: 7 },
      { ...call, signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 50);
    expect((await failure(reading)).code).toBe('CANCELLED');
  });
});

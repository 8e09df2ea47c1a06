import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ProblemReply, QuoteReply, ReserveReply, SettleReply } from '../../shared/wire/receiver.ts';
import type { Entity, Repository } from '../database/schema.ts';
import type { Authenticate, Operation } from '../oidc.ts';
import { problems } from '../problem.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer } from '../test-server.ts';
import { quotaRoutes } from './quota.ts';

let server: TestServer;
let entity: Entity;
let repository: Repository;
let asked: Operation[];

/** Who asks is proven elsewhere: here the bearer is the number of the run. */
const authenticate: Authenticate = async (c, operation) => {
  asked.push(operation);
  const run = Number(c.req.header('authorization')?.replace('Bearer ', ''));
  if (!(run > 0)) throw problems.unauthenticated();
  const claims = {
    jti: 'j',
    expiresAt: new Date(0),
    repositoryId: repository.github_id,
    ownerId: repository.owner_id,
    repository: repository.full_name,
    event: 'push',
    ref: 'refs/heads/main',
    sha: 'abc',
    runId: run,
    attempt: 2,
    environment: null,
    jobWorkflowRef: null,
  };
  return { repository, claims };
};

beforeEach(async () => {
  asked = [];
  server = await openTestServer();
  entity = await server.addEntity();
  repository = await server.addRepository(entity);
  await server.ports.ledger.grant(entity.id, { amount: 3, key: 'a', reason: '' });
});
afterEach(async () => {
  await server.close();
});

async function send(path: string, body: unknown, run: string | null = '9'): Promise<Response> {
  const app = server.app([{ name: 'quota', routes: quotaRoutes(server.ports, authenticate) }]);
  const headers = {
    'content-type': 'application/json',
    ...(run === null ? {} : { authorization: `Bearer ${run}` }),
  };
  return await app.request(`/api/v1/quota/${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers,
  });
}

const edit = (changeId: string) => ({
  changeId,
  resource: `r/${changeId}`,
  fingerprint: 'a'.repeat(64),
});
const reserve = (ids: readonly string[]) => ({
  file: 'f.yml',
  edits: ids.map(edit),
  leaseSeconds: 600,
});

describe('quota over the wire', () => {
  it('is quoted, reserved and settled in the shapes that both sides agreed on', async () => {
    const quoted = await send('quote', { edits: [edit('a'), edit('b')] });
    expect(QuoteReply.parse(await quoted.json())).toMatchObject({ balance: 3, toConsume: 2 });
    const reserved = await send('reserve', reserve(['a', 'b']));
    expect(ReserveReply.parse(await reserved.json())).toEqual({ balance: 1, consumed: ['a', 'b'] });
    const outcomes = [{ changeId: 'a', success: false }];
    const settled = await send('settle', { file: 'f.yml', outcomes, done: false });
    expect(SettleReply.parse(await settled.json())).toEqual({
      balance: 2,
      consumed: 1,
      refunded: 1,
    });
    expect(asked).toEqual(['preview', 'deploy', 'deploy']);
    const { entries } = await server.ports.ledger.statement(entity.id);
    expect(entries.at(-1)?.run_key).toBe(`${repository.github_id}/9/2/f.yml`);
  });

  it('that does not suffice is a 409 with the code that the Action knows', async () => {
    const response = await send('reserve', reserve(['a', 'b', 'c', 'd']));
    expect(response.status).toBe(409);
    expect(ProblemReply.parse(await response.json())).toMatchObject({ code: 'QUOTA_EXHAUSTED' });
    expect(await server.ports.ledger.balance(entity.id)).toBe(3);
  });

  it.each(['quote', 'reserve', 'settle'])('/%s asks who it is before it reads', async (path) => {
    expect((await send(path, { nonsense: true }, null)).status).toBe(401);
    expect((await send(path, { nonsense: true })).status).toBe(422);
  });

  it.each([
    ['no edits', { ...reserve([]) }],
    ['too short a lease', { ...reserve(['a']), leaseSeconds: 1 }],
    ['too long a lease', { ...reserve(['a']), leaseSeconds: 99_999 }],
    [
      'a fingerprint that is none',
      { ...reserve(['a']), edits: [{ ...edit('a'), fingerprint: 'A' }] },
    ],
    ['a key nobody knows', { ...reserve(['a']), force: true }],
    ['too many edits', reserve(Array.from({ length: 501 }, (_, index) => `c${index}`))],
  ])('is not reserved with %s', async (_, body) => {
    expect((await send('reserve', body)).status).toBe(422);
    expect(await server.ports.ledger.balance(entity.id)).toBe(3);
  });

  it('may be quoted for twenty thousand edits', async () => {
    const edits = Array.from({ length: 20_000 }, (_, index) => ({
      ...edit(`c${index}`),
      fingerprint: (index % 3000).toString(16).padStart(64, '0'),
    }));
    const reply = QuoteReply.parse(await (await send('quote', { edits })).json());
    expect([reply.toConsume, reply.certificates.length]).toEqual([20_000, 3000]);
  });
});

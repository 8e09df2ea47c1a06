import { afterEach, describe, expect, it } from 'vitest';

import { testTokens } from '../test-server.ts';
import { issuedEvent, issueForTest, openTestIntake, testSecret } from './test-intake.ts';
import type { Reply, TestIntake } from './test-intake.ts';

let intake: TestIntake | undefined;
async function open(): Promise<TestIntake> {
  intake = await openTestIntake();
  return intake;
}
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

const token = 'a-token-of-at-least-32-characters-4711';
const all = '/api/v1/operator/sources';

function operator(
  { post }: TestIntake,
  method: string,
  path: string,
  body?: unknown,
  bearer: string = testTokens.operator,
): Promise<Reply> {
  return post(path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const source = (more: Record<string, unknown> = {}) => ({
  name: 'prod',
  kind: 'standard',
  entity: intake?.entity.name,
  keyMode: 'encrypted',
  certificateType: 'issued',
  config: { keys: [testSecret], allowed_domains: ['example.com'] },
  ...more,
});

describe('the operator', () => {
  it('adds a source, which works from then on', async () => {
    const world = await open();
    const added = await operator(world, 'POST', all, source());
    expect([added.status, added.json['path']]).toEqual([201, '/webhooks/issuance/prod']);
    expect((await world.send(issuedEvent(await issueForTest()))).status).toBe(202);
    const listed = await operator(world, 'GET', all);
    expect(listed.json['sources']).toMatchObject([
      {
        name: 'prod',
        kind: 'standard',
        entity: world.entity.name,
        keyMode: 'encrypted',
        disabledAt: null,
      },
    ]);
    expect(listed.text).not.toContain('whsec_');
  });

  it('is told the secret address of a weak sender once, and may choose it', async () => {
    const world = await open();
    const config = { tokens: [token], path_token: 'chosen-by-the-operator-1' };
    const first = await operator(
      world,
      'POST',
      all,
      source({ kind: 'templated', config: { tokens: [token] } }),
    );
    const second = await operator(
      world,
      'POST',
      all,
      source({ name: 'own', kind: 'templated', config }),
    );
    expect(first.json['path']).toMatch(/^\/webhooks\/issuance\/prod\.[\w-]{24}$/u);
    expect(second.json['path']).toBe('/webhooks/issuance/own.chosen-by-the-operator-1');
    const listed = await operator(world, 'GET', all);
    expect(listed.text).not.toContain('chosen-by-the-operator');
  });

  it('gives a source new secrets, and the old ones are worth nothing then; the address stays', async () => {
    const world = await open();
    await operator(world, 'POST', all, source());
    const event = issuedEvent(await issueForTest());
    const young = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    const config = { keys: [young], allowed_domains: ['example.com'] };
    expect((await operator(world, 'PUT', `${all}/prod/config`, config)).status).toBe(200);
    expect((await world.send(event)).status).toBe(401);
    expect((await world.send(event, { secret: young })).status).toBe(202);

    const weak = await operator(
      world,
      'POST',
      all,
      source({ name: 'weak', kind: 'templated', config: { tokens: [token] } }),
    );
    const changed = await operator(world, 'PUT', `${all}/weak/config`, { tokens: [`${token}2`] });
    expect(changed.json['path']).toBe(weak.json['path']);
  });

  it('switches a source off and on', async () => {
    const world = await open();
    await operator(world, 'POST', all, source());
    const event = issuedEvent(await issueForTest());
    expect((await operator(world, 'POST', `${all}/prod/disable`)).status).toBe(204);
    expect((await world.send(event)).status).toBe(410);
    expect((await operator(world, 'POST', `${all}/prod/enable`)).status).toBe(204);
    expect((await world.send(event)).status).toBe(202);
    expect((await operator(world, 'POST', `${all}/nobody/enable`)).status).toBe(404);
  });

  it('needs the operator token', async () => {
    const world = await open();
    for (const [method, path] of [
      ['GET', all],
      ['POST', all],
      ['PUT', `${all}/x/config`],
      ['POST', `${all}/x/disable`],
      ['POST', `${all}/x/enable`],
    ] as const) {
      const reply = await operator(
        world,
        method,
        path,
        method === 'GET' ? undefined : {},
        'another token',
      );
      expect([reply.status, path]).toEqual([401, path]);
    }
  });

  it('cannot use a name twice', async () => {
    const world = await open();
    await operator(world, 'POST', all, source());
    expect((await operator(world, 'POST', all, source())).status).toBe(409);
  });

  it('binds a source to a repository of its entity', async () => {
    const world = await open();
    const repository = await world.server.addRepository(world.entity);
    const bound = await operator(world, 'POST', all, source({ repository: repository.full_name }));
    expect(bound.status).toBe(201);
    const other = await operator(
      world,
      'POST',
      all,
      source({ name: 'x', repository: 'acme/unknown' }),
    );
    expect(other.status).toBe(422);
    expect(world.rows('sources')).toMatchObject([{ repository_id: repository.id }]);
  });

  it.each([
    [{ kind: 'nonsense' }, /kind: must be one of standard, templated/u],
    [{ name: 'Not.a.name' }, /name: must be lower-case/u],
    [{ config: { keys: [] } }, /config.keys/u],
    [{ config: { keys: ['whsec_short'] } }, /config.keys.0: must be whsec_/u],
    [{ config: { keys: [testSecret], allowed_domains: ['com'] } }, /neither a domain nor/u],
    [{ config: { keys: [testSecret], whsec_mistake: 1 } }, /keys that are not known/u],
    [{ kind: 'templated', config: { tokens: ['short'] } }, /config.tokens.0/u],
    [{ kind: 'cloudevents', config: {} }, /one of tokens and infisical_secrets/u],
    [{ kind: 'aws-sns', config: { topics: ['x'] } }, /config.topics.0/u],
    [
      {
        kind: 'alibaba-cas',
        config: {
          access_key_id: 'LTAI12345678',
          access_key_secret: 'x'.repeat(30),
          endpoint: 'http://cas.example.com',
        },
      },
      /config.endpoint: must be https/u,
    ],
    [{ config: { keys: [testSecret], recipients: ['AGE-SECRET-KEY-1'] } }, /config.recipients.0/u],
    [
      {
        kind: 'sectigo',
        config: { user: 'x', passwords: ['long enough password'], addresses: ['nowhere'] },
      },
      /neither a domain nor/u,
    ],
  ])('is told what is wrong with %j, without its values', async (more, words) => {
    const world = await open();
    const reply = await operator(world, 'POST', all, source(more));
    expect(reply.status).toBe(422);
    expect(String(reply.json['detail'])).toMatch(words);
    expect(reply.text).not.toContain('whsec_short');
    expect(reply.text).not.toContain('mistake');
    expect(world.rows('sources')).toEqual([]);
  });
});

describe('the secrets of a source', () => {
  it('stand in the database sealed, every one of them', async () => {
    const world = await open();
    const secrets = [
      testSecret,
      token,
      'infisical-secret-0815',
      'chosen-by-the-operator-1',
      'a-password-of-sectigo',
    ];
    await operator(world, 'POST', all, source());
    await operator(
      world,
      'POST',
      all,
      source({
        name: 'b',
        kind: 'cloudevents',
        config: { tokens: [token], infisical_secrets: [secrets[2]], path_token: secrets[3] },
      }),
    );
    await operator(
      world,
      'POST',
      all,
      source({ name: 'c', kind: 'sectigo', config: { user: 'x', passwords: [secrets[4]] } }),
    );
    await operator(
      world,
      'POST',
      all,
      source({
        name: 'd',
        kind: 'alibaba-cas',
        config: { access_key_id: 'LTAI12345678', access_key_secret: token },
      }),
    );
    const configs = world.rows('sources').map((row) => String(row['config']));
    expect(configs).toHaveLength(4);
    for (const config of configs) {
      expect(config).toContain('"sealed:k1:');
      for (const secret of secrets) expect(config).not.toContain(secret);
    }
    expect(configs[0]).toContain('example.com');
  });

  it('open in the row they were sealed for and in no other', async () => {
    const world = await open();
    await operator(world, 'POST', all, source());
    const other = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
    await operator(world, 'POST', all, source({ name: 'other', config: { keys: [other] } }));
    const { db } = world.server.ports;
    const row = await db
      .selectFrom('sources')
      .where('name', '=', 'prod')
      .select('config')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('sources')
      .set({ config: row.config })
      .where('name', '=', 'other')
      .execute();
    world.server.clock.advance(3);
    expect((await world.send(issuedEvent(await issueForTest()))).status).toBe(202);
    expect(
      world.server.lines.filter((line) => line.includes('source cannot be opened')),
    ).toHaveLength(1);
  });
});

it('what another process changes is seen after two seconds', async () => {
  const world = await open();
  await world.addSource();
  const event = issuedEvent(await issueForTest());
  expect((await world.send(event)).status).toBe(202);
  await world.server.ports.db.updateTable('sources').set({ disabled_at: 'x' }).execute();
  world.server.clock.advance(2);
  expect((await world.send(event)).status).toBe(410);
});

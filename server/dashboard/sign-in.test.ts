import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { testTokens } from '../test-server.ts';
import { hashToken } from '../tokens.ts';
import { createOperators } from './operators.ts';
import type { Operators } from './operators.ts';
import { idleSeconds, longestSeconds } from './sessions.ts';
import { openDashboardStage } from './test-visitor.ts';
import type { Stage } from './test-visitor.ts';

let stage: Stage;
let operators: Operators;
beforeEach(async () => {
  stage = await openDashboardStage();
  operators = createOperators(stage.server.ports);
});
afterEach(async () => {
  await stage.close();
});

async function add(name: string, role: 'operator' | 'viewer' = 'operator'): Promise<string> {
  const token = await operators.add(name, role);
  if (token === undefined) throw new Error('the name is free');
  return token;
}

describe('signing in', () => {
  it('is asked of everybody, for every page', async () => {
    const visitor = stage.visitor();
    const answer = await visitor.get('/dashboard/runs?show=bad');
    expect([answer.status, answer.location]).toEqual([
      303,
      '/dashboard/sign-in?next=%2Fdashboard%2Fruns%3Fshow%3Dbad',
    ]);
    expect((await visitor.get('/')).location).toBe('/dashboard');
    expect((await visitor.get('/dashboard/nothing-like-it')).status).toBe(303);
    expect((await visitor.post('/dashboard/deliveries/x/redeliver')).status).toBe(303);
  });

  it('takes the token of an operator, and leads to the page that was asked for', async () => {
    const visitor = stage.visitor();
    const token = await add('maria');
    const next = '/dashboard/runs?show=bad';
    const answer = await visitor.post('/dashboard/sign-in', { token: ` ${token}\n`, next });
    expect([answer.status, answer.location]).toEqual([303, next]);
    const page = await visitor.get('/dashboard');
    expect(page.status).toBe(200);
    expect(page.html).toContain('<bdi>maria</bdi>');
    const [row] = await operators.list();
    expect(row?.signed_in_at).toBe('2026-11-25T10:00:00.000Z');
  });

  it('takes the operator token of the settings too', async () => {
    const visitor = stage.visitor();
    expect((await visitor.signIn(testTokens.operator)).status).toBe(303);
    expect((await visitor.get('/dashboard')).html).toContain('<bdi>operator token</bdi>');
  });

  it('keeps a cookie that no script, other host or other site gets', async () => {
    const { setCookie } = await stage.visitor().signIn(await add('maria'));
    expect(setCookie).toMatch(/^__Host-certferry=[\w-]{43};/u);
    expect(setCookie).toContain('HttpOnly');
    expect(setCookie).toContain('SameSite=Strict');
    expect(setCookie).toContain('Secure');
    expect(setCookie).toContain('Path=/');
    expect(setCookie).not.toContain('Domain');
  });

  it('keeps neither tokens nor cookies, only their hashes', async () => {
    const visitor = stage.visitor();
    const token = await add('maria');
    await visitor.signIn(token);
    await visitor.get('/dashboard');
    const secret = visitor.cookie?.split('=')[1] ?? '';
    expect(secret).not.toBe('');
    const { db } = stage.server.ports;
    const kept = JSON.stringify([
      await db.selectFrom('operators').selectAll().execute(),
      await db.selectFrom('operator_sessions').selectAll().execute(),
      stage.server.lines,
    ]);
    expect(kept).toContain(hashToken(token).toString('hex'));
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(secret);
    expect(kept).not.toContain(await visitor.formToken());
  });

  it('answers a token that is wrong like one that never was', async () => {
    const token = await add('maria');
    await operators.remove('maria');
    const answers = await Promise.all(
      [token, 'cfo_wrong', '', 'x'.repeat(500)].map((one) => stage.visitor().signIn(one)),
    );
    expect(new Set(answers.map(({ status, html }) => `${status} ${html}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]?.html).toContain('Nobody may sign in with this token.');
    expect(answers[0]?.html).not.toContain(token);
    expect(answers[0]?.setCookie).toBeNull();
  });

  it('begins another session each time, and ends the one before', async () => {
    const visitor = stage.visitor();
    const token = await add('maria');
    await visitor.signIn(token);
    const before = visitor.cookie;
    await visitor.signIn(token);
    expect(visitor.cookie).not.toBe(before);
    visitor.cookie = before;
    expect((await visitor.get('/dashboard')).status).toBe(303);
  });

  it.each(['https://evil.example/', '//evil.example', '/dashboard/../../x\\y', '/healthz', 'x'])(
    'does not lead to %s',
    async (next) => {
      const visitor = stage.visitor();
      const answer = await visitor.post('/dashboard/sign-in', { token: testTokens.operator, next });
      expect([answer.status, answer.location]).toEqual([303, '/dashboard']);
    },
  );

  it('opens a page once more for a link in a mail, whose request has no strict cookie', async () => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    const cookie = visitor.cookie;
    visitor.cookie = undefined;
    const crossing = await visitor.get('/dashboard/runs', { 'sec-fetch-site': 'cross-site' });
    expect(crossing.status).toBe(200);
    expect(crossing.html).toContain('http-equiv="refresh"');
    visitor.cookie = cookie;
    expect((await visitor.get('/dashboard/runs', { 'sec-fetch-site': 'same-origin' })).status).toBe(
      200,
    );
  });
});

describe('a session', () => {
  it('ends when nothing was asked for a while, and goes on when something was', async () => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    stage.server.clock.advance(idleSeconds - 10);
    expect((await visitor.get('/dashboard')).status).toBe(200);
    stage.server.clock.advance(idleSeconds - 10);
    expect((await visitor.get('/dashboard')).status).toBe(200);
    stage.server.clock.advance(idleSeconds + 61);
    expect((await visitor.get('/dashboard')).status).toBe(303);
  });

  it('ends after half a day at the latest', async () => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    for (let passed = 0; passed < longestSeconds - 1800; passed += 1800) {
      stage.server.clock.advance(1800);
      expect((await visitor.get('/dashboard')).status).toBe(200);
    }
    stage.server.clock.advance(1800);
    expect((await visitor.get('/dashboard')).status).toBe(303);
  });

  it('ends with a click, on the server too', async () => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    const { cookie } = visitor;
    const form = { form_token: await visitor.formToken() };
    expect((await visitor.post('/dashboard/sign-out', form)).location).toBe('/dashboard/sign-in');
    expect(visitor.cookie).toBeUndefined();
    visitor.cookie = cookie;
    expect((await visitor.get('/dashboard')).status).toBe(303);
  });

  it('ends with its operator, and no other does', async () => {
    const [maria, jan] = [stage.visitor(), stage.visitor()];
    await maria.signIn(await add('maria'));
    await jan.signIn(await add('jan'));
    expect(await operators.remove('maria')).toBe(true);
    expect((await maria.get('/dashboard')).status).toBe(303);
    expect((await jan.get('/dashboard')).status).toBe(200);
  });

  it('ends with the operator token of the settings', async () => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    const { server } = stage;
    const other = await openDashboardStage({
      clock: server.clock,
      folder: server.folder,
      settings: { operatorToken: hashToken('another-token-of-the-operator-1') },
    });
    try {
      const again = other.visitor();
      again.cookie = visitor.cookie;
      expect((await again.get('/dashboard')).status).toBe(303);
    } finally {
      await other.close();
    }
    expect((await visitor.get('/dashboard')).status).toBe(200);
  });
});

describe('attempts to sign in', () => {
  it('are limited for an address, right ones too, and let in again later', async () => {
    const visitor = stage.visitor();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await visitor.signIn('wrong')).status).toBe(401);
    }
    const refused = await visitor.signIn(testTokens.operator);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('10');
    expect(refused.html).toContain('wait 10 seconds');
    stage.server.clock.advance(10);
    expect((await visitor.signIn(testTokens.operator)).status).toBe(303);
  });

  it('are limited for all addresses together', async () => {
    const limits = {
      perAddress: { per_minute: 100, burst: 100 },
      all: { per_minute: 1, burst: 3 },
    };
    const other = await openDashboardStage({
      limits,
      settings: { trustedProxies: ['127.0.0.1'] },
    });
    try {
      const codes: number[] = [];
      for (let attempt = 0; attempt < 4; attempt += 1) {
        codes.push((await other.visitor().signIn('wrong')).status);
      }
      expect(codes).toEqual([401, 401, 401, 429]);
    } finally {
      await other.close();
    }
  });
});

describe('a form from elsewhere', () => {
  const foreign = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://certs.example.test' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];

  it.each(foreign)('signs nobody in: %j', async (headers) => {
    const token = testTokens.operator;
    const answer = await stage.visitor().post('/dashboard/sign-in', { token }, headers);
    expect([answer.status, answer.setCookie]).toEqual([403, null]);
    expect(answer.html).toContain('https://certs.example.test');
  });

  it.each(foreign)('signs nobody out: %j', async (headers) => {
    const visitor = stage.visitor();
    await visitor.signIn(testTokens.operator);
    const form = { form_token: await visitor.formToken() };
    expect((await visitor.post('/dashboard/sign-out', form, headers)).status).toBe(403);
    expect((await visitor.get('/dashboard')).status).toBe(200);
  });

  it('needs the token of the session as well', async () => {
    const [visitor, other] = [stage.visitor(), stage.visitor()];
    await visitor.signIn(testTokens.operator);
    await other.signIn(testTokens.operator);
    for (const form of [{}, { form_token: await other.formToken() }]) {
      expect((await visitor.post('/dashboard/sign-out', form)).status).toBe(403);
    }
    expect((await visitor.get('/dashboard')).status).toBe(200);
  });

  it('must be a form, and a small one', async () => {
    const visitor = stage.visitor();
    const json = { 'content-type': 'application/json' };
    expect((await visitor.post('/dashboard/sign-in', { token: 'x' }, json)).status).toBe(415);
    expect((await visitor.signIn('x'.repeat(10_000))).status).toBe(413);
  });
});

describe('on loopback', () => {
  it('works without https, by whatever name of this machine', async () => {
    const local = await openDashboardStage({ settings: { url: 'http://127.0.0.1:8080' } });
    try {
      const visitor = local.visitor();
      const token = testTokens.operator;
      const here = { origin: 'http://localhost:8080', host: 'localhost:8080' };
      const answer = await visitor.post('/dashboard/sign-in', { token }, here);
      expect(answer.setCookie).toMatch(/^certferry=/u);
      expect(answer.setCookie).not.toContain('Secure');
      const elsewhere = { origin: 'http://evil.example', host: 'evil.example' };
      expect((await visitor.post('/dashboard/sign-in', { token }, elsewhere)).status).toBe(403);
    } finally {
      await local.close();
    }
  });
});

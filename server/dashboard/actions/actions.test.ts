import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createSeed } from '../../../tests/browser/dashboard-seed.ts';
import type { Seed } from '../../../tests/browser/dashboard-seed.ts';
import type { Delivery, Entity, Repository, Source, TaskRow } from '../../database/schema.ts';
import { testTokens } from '../../test-server.ts';
import { createOperators } from '../operators.ts';
import { openDashboardStage } from '../test-visitor.ts';
import type { Stage, Visitor } from '../test-visitor.ts';

let stage: Stage;
let seed: Seed;
let visitor: Visitor;
let entity: Entity;
let repository: Repository;
let source: Source;
let task: TaskRow;
beforeEach(async () => {
  stage = await openDashboardStage();
  seed = createSeed(stage.server);
  visitor = stage.visitor();
  await visitor.signIn(testTokens.operator);
  entity = await seed.entity();
  repository = await seed.repository(entity);
  source = await seed.source(entity);
  task = await seed.task(repository, { certificates: ['shop.example.com'] });
});
afterEach(async () => {
  await stage.close();
});

const dispatches = async () =>
  await stage.server.ports.db.selectFrom('dispatches').selectAll().orderBy('created_at').execute();

/** Does it as a page would; resolves to the sentence that the next page shows. */
async function act(path: string, form: Readonly<Record<string, string>> = {}): Promise<string> {
  const all = { ...form, form_token: await visitor.formToken() };
  const { status, location } = await visitor.post(path, all);
  expect(status).toBe(303);
  const { html } = await visitor.get(location ?? '');
  const [, message] = /<p class="message" role="status">\s*<bdi>([^<]*)</u.exec(html) ?? [];
  expect((await visitor.get(location ?? '')).html).not.toContain('class="message"');
  return message ?? '';
}

async function deliver(
  days: readonly [number, number],
  answer: object = { deploys: true, current: true },
  changes: Partial<Delivery> = {},
): Promise<Delivery> {
  const certificate = await seed.certificate(entity, {
    name: 'shop.example.com',
    days,
    source_id: source.id,
  });
  return await seed.delivery(source, {
    fingerprint: certificate.fingerprint,
    response: JSON.stringify(answer),
    event: JSON.stringify({ type: 'certificate.issued', data: { lineage: 'shop.example.com' } }),
    ...changes,
  });
}

const redeliver = async ({ id }: Delivery) => await act(`/dashboard/deliveries/${id}/redeliver`);

describe('a redelivery', () => {
  it('starts the tasks that were not told, and each once', async () => {
    const delivery = await deliver([-1, 89]);
    expect(await redeliver(delivery)).toBe('Processed again: 1 workflow run asked for.');
    const [first] = await dispatches();
    expect(first).toMatchObject({
      task_id: task.id,
      reason: 'issuance',
      state: 'waiting',
      dedup_key: `issuance/${task.id}/${delivery.fingerprint}`,
    });
    expect(await redeliver(delivery)).toContain('every task that uses its certificate was told');
    await seed.task(repository, { certificates: ['shop.example.com'] });
    await seed.task(repository, { certificates: ['other.example.com'] });
    expect(await redeliver(delivery)).toBe('Processed again: 1 workflow run asked for.');
    expect(await dispatches()).toHaveLength(2);
  });

  it.each<[string, readonly [number, number], object, Partial<Delivery>]>([
    ['has ended', [-90, -1], { deploys: true }, {}],
    ['not valid yet', [1, 90], { deploys: false, deploysAt: '2026-11-26T10:00:00Z' }, {}],
    ['superseded already', [-1, 89], { deploys: false, current: false }, {}],
    ['may not start deployments', [-1, 89], { deploys: false, current: true }, {}],
    ['not here before', [-1, 89], { duplicate: true }, { event: null }],
    ['no certificate came along', [-1, 89], {}, { fingerprint: null }],
    [
      'on record already',
      [-1, 89],
      {},
      { event: JSON.stringify({ type: 'certificate.revoked', data: { lineage: null } }) },
    ],
  ])('starts nothing where the certificate is of no use: %s', async (words, days, answer, row) => {
    expect(await redeliver(await deliver(days, answer, row))).toContain(words);
    expect(await dispatches()).toEqual([]);
  });

  it('starts nothing for a certificate that was revoked since, or of a source switched off', async () => {
    const { db } = stage.server.ports;
    const delivery = await deliver([-1, 89]);
    const revoked = { fingerprint: delivery.fingerprint ?? '', entity_id: entity.id };
    await db
      .insertInto('certificate_revocations')
      .values({ ...revoked, source_id: source.id, revoked_at: seed.at(0) })
      .execute();
    expect(await redeliver(delivery)).toContain('its certificate is revoked');
    await db
      .updateTable('sources')
      .set({ disabled_at: seed.at(0) })
      .execute();
    expect(await redeliver(delivery)).toContain('its source is switched off');
    expect(await dispatches()).toEqual([]);
  });
});

describe('dispatching again', () => {
  it('asks for one run in the place of one that was lost', async () => {
    const lost = await seed.dispatch(task, { state: 'lost' });
    expect((await visitor.get('/dashboard')).html).toContain(`/dispatches/${lost.id}/again`);
    const again = async () => await act(`/dashboard/dispatches/${lost.id}/again`);
    expect(await again()).toBe('Another workflow run will be started within seconds.');
    expect(await again()).toContain('that was asked for already');
    const [, added, ...more] = await dispatches();
    expect(more).toEqual([]);
    expect(added).toMatchObject({
      task_id: task.id,
      repository_id: repository.id,
      reason: 'manual',
      state: 'waiting',
      due_at: '2026-11-25T10:00:00.000Z',
      attempts: 0,
    });
  });

  it('starts nothing beside a run that is under way', async () => {
    const lost = await seed.dispatch(task, { state: 'lost' });
    const running = await seed.dispatch(task, { state: 'running' });
    for (const { id } of [lost, running]) {
      expect(await act(`/dashboard/dispatches/${id}/again`)).toMatch(/under way/u);
    }
    expect(await dispatches()).toHaveLength(2);
  });

  it.each<[string, Partial<TaskRow>, Partial<Repository>]>([
    ['no longer holds the task', { cancelled_at: '2026-11-24T00:00:00Z', state: 'cancelled' }, {}],
    ['waits for its time', { state: 'pending', deploy_at: '2026-12-24T00:00:00Z' }, {}],
    ['is switched off', {}, { disabled_at: '2026-11-24T00:00:00Z' }],
  ])('is no way around a rule: the task or repository %s', async (words, values, of) => {
    const other = await seed.task(await seed.repository(entity, of), values);
    const lost = await seed.dispatch(other, { state: 'lost' });
    expect(await act(`/dashboard/dispatches/${lost.id}/again`)).toContain(words);
    expect(await act(`/dashboard/tasks/${other.id}/run`, { wish: randomUUID() })).toContain(words);
    expect((await visitor.get(`/dashboard/tasks/${other.id}`)).html).not.toContain('Run now');
    expect(await dispatches()).toHaveLength(1);
  });

  it('runs a task now, once however often the form is sent', async () => {
    const { html } = await visitor.get(`/dashboard/tasks/${task.id}`);
    const [, wish = ''] = /name="wish" value="([^"]+)"/u.exec(html) ?? [];
    const run = async () => await act(`/dashboard/tasks/${task.id}/run`, { wish });
    expect(await run()).toBe('A workflow run will be started within seconds.');
    await stage.server.ports.db.updateTable('dispatches').set({ state: 'success' }).execute();
    expect(await run()).toContain('that was asked for already');
    expect(await dispatches()).toHaveLength(1);
  });
});

describe('an action', () => {
  it('is nothing for a viewer, who sees no form of it either', async () => {
    const token = await createOperators(stage.server.ports).add('auditor', 'viewer');
    const delivery = await deliver([-1, 89]);
    const lost = await seed.dispatch(task, { state: 'lost' });
    const viewer = stage.visitor();
    await viewer.signIn(token ?? '');
    const form = { form_token: await viewer.formToken() };
    for (const path of [
      `/dashboard/deliveries/${delivery.id}/redeliver`,
      `/dashboard/dispatches/${lost.id}/again`,
      `/dashboard/tasks/${task.id}/run`,
    ]) {
      const { status, html } = await viewer.post(path, form);
      expect(status).toBe(403);
      expect(html).toContain('a viewer may look at everything and change nothing');
    }
    for (const path of [`/deliveries/${delivery.id}`, '/dispatches', `/tasks/${task.id}`, '']) {
      const { html } = await viewer.get(`/dashboard${path}`);
      expect(html).toContain('may only look');
      expect(
        [...html.matchAll(/<form[^>]*method="post"[^>]*action="([^"]*)"/gu)].map(([, to]) => to),
      ).toEqual(['/dashboard/sign-out', '/dashboard/sign-out']);
    }
    expect(await dispatches()).toHaveLength(1);
  });

  it('is taken from a page of this session only', async () => {
    const lost = await seed.dispatch(task, { state: 'lost' });
    const path = `/dashboard/dispatches/${lost.id}/again`;
    const other = stage.visitor();
    await other.signIn(testTokens.operator);
    const mine = { form_token: await visitor.formToken() };
    const theirs = { form_token: await other.formToken() };
    expect((await visitor.post(path)).status).toBe(403);
    expect((await visitor.post(path, theirs)).status).toBe(403);
    expect((await visitor.post(path, mine, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await visitor.get(path)).status).toBe(404);
    expect(await dispatches()).toHaveLength(1);
    expect((await visitor.post(path, mine)).status).toBe(303);
    expect(await dispatches()).toHaveLength(2);
  });

  it('is logged with who did it', async () => {
    const lost = await seed.dispatch(task, { state: 'lost' });
    await act(`/dashboard/dispatches/${lost.id}/again`);
    const line = stage.server.lines.find((one) => one.includes('operator acted'));
    expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 'info', operator: 'operator token' });
  });

  it('on something that is not there is answered with 404', async () => {
    const form = { form_token: await visitor.formToken() };
    for (const path of ['deliveries/x/redeliver', 'dispatches/x/again', 'tasks/x/run']) {
      expect((await visitor.post(`/dashboard/${path}`, form)).status).toBe(404);
    }
  });
});

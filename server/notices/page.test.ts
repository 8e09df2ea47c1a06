import { afterEach, beforeEach, expect, it } from 'vitest';

import { hostile } from '../../tests/browser/hostile.ts';
import { faultsOf } from '../dashboard/test-markup.ts';
import { openDashboardStage } from '../dashboard/test-visitor.ts';
import type { Stage, Visitor } from '../dashboard/test-visitor.ts';
import { immediate } from '../database/open.ts';
import { testTokens } from '../test-server.ts';
import { registerOperator } from './contacts.ts';
import { enqueueNotice } from './enqueue.ts';

let stage: Stage;
let visitor: Visitor;
beforeEach(async () => {
  stage = await openDashboardStage();
  visitor = stage.visitor();
  await visitor.signIn(testTokens.operator);
  const { server } = stage;
  const repository = await server.addRepository(await server.addEntity());
  const now = server.clock.now();
  await immediate(server.ports.db, async (trx) => {
    await registerOperator(trx, 'op@example.com', now.toISOString());
    for (const text of hostile) {
      await enqueueNotice(trx, {
        dedupKey: text,
        repositoryId: repository.id,
        file: text,
        task: null,
        about: { kind: 'given-up', tasks: [text], why: text, run: text },
        now,
      });
    }
  });
});
afterEach(async () => {
  await stage.close();
});

it('lists notices with their last error, and sends a failed one again', async () => {
  const { db } = stage.server.ports;
  await db
    .updateTable('notices')
    .set({ state: 'failed', attempts: 3, last_error: 'the mail server said: 550 <b>no</b>' })
    .execute();
  const { html, status } = await visitor.get('/dashboard/notices?show=failed');
  expect(status).toBe(200);
  expect(faultsOf(html)).toEqual([]);
  expect(html).toContain('the mail server said: 550 &lt;b&gt;no&lt;/b&gt;');
  const [, path = ''] = /action="(\/dashboard\/notices\/[^"]+\/retry)"/u.exec(html) ?? [];
  const form = { form_token: await visitor.formToken() };
  expect(await visitor.post(path, {}, {})).toMatchObject({ status: 403 });
  expect(await visitor.post(path, form)).toMatchObject({
    status: 303,
    location: '/dashboard/notices',
  });
  const waiting = await db
    .selectFrom('notices')
    .where('state', '=', 'waiting')
    .selectAll()
    .execute();
  expect(waiting).toMatchObject([{ attempts: 0 }]);
  expect(path).toContain(waiting[0]?.id);
  const after = await visitor.get('/dashboard/notices');
  expect(after.html).toContain('will be sent within seconds');
  expect(await visitor.post('/dashboard/notices/unknown/retry', form)).toMatchObject({
    status: 404,
  });
});

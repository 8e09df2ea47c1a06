import { Hono } from 'hono';
import { z } from 'zod';

import { PlanRequest, RunRequest, TasksRequest } from '../../shared/wire/receiver.ts';
import { parseWith, readJson } from '../body.ts';
import type { Timings } from '../dispatch/timings.ts';
import type { Authenticate } from '../oidc.ts';
import { claimDispatch } from '../outbox-claim.ts';
import type { AppEnv } from '../part.ts';
import { readPlans, savePlan } from '../plans.ts';
import type { Ports } from '../ports.ts';
import { readRun } from '../run-report.ts';
import { saveRun } from '../runs.ts';
import { readTasks, registerTasks } from '../tasks.ts';

const mebibyte = 1_048_576;
/** The report of ten thousand resources with receipts has some 20 MB. */
const maxReportBytes = 48 * mebibyte;
/** 20,000 edits of 64 digits. */
const maxPlanBytes = 4 * mebibyte;

const Id = z.uuid();
const RunId = z.coerce.number().int().positive();
const file = z.string().max(300).optional();
const TasksQuery = z.strictObject({ file: z.string().max(300) });
const RunQuery = z.strictObject({ file });
const PlanQuery = z.strictObject({ pull: z.coerce.number().int().positive(), file });

/**
 * What workflow runs tell and ask, besides quota and certificates: tasks, claims, reports, plans. Each
 * with the OIDC token of its job.
 */
export function actionRoutes(
  ports: Ports,
  authenticate: Authenticate,
  timings: Timings,
): Hono<AppEnv> {
  const { log } = ports;
  const routes = new Hono<AppEnv>();

  routes.put('/api/v1/tasks', async (c) => {
    const { repository, claims } = await authenticate(c, 'register');
    const request = await readJson(c, TasksRequest);
    const reply = await registerTasks(ports, { repository, runId: claims.runId }, request);
    log.info('tasks registered', {
      repository: repository.full_name,
      run: claims.runId,
      file: request.file,
      tasks: reply.tasks.length,
      cancelled: reply.cancelled.length,
      superseded: reply.superseded,
    });
    return c.json(reply);
  });

  routes.get('/api/v1/tasks', async (c) => {
    const { repository } = await authenticate(c, 'register');
    const { file: wanted } = parseWith(TasksQuery, c.req.query());
    return c.json(await readTasks(ports, repository, wanted));
  });

  routes.post('/api/v1/dispatches/:id/claim', async (c) => {
    const { repository, claims } = await authenticate(c, 'claim');
    const id = parseWith(Id, c.req.param('id'));
    const { runId, attempt } = claims;
    const reply = await claimDispatch(ports, id, { repository, runId, attempt }, timings);
    log.info('dispatch claimed', { dispatch: id, run: runId, attempt });
    return c.json(reply);
  });

  routes.post('/api/v1/runs', async (c) => {
    const caller = await authenticate(c, 'deploy');
    const request = await readJson(c, RunRequest, maxReportBytes);
    const reply = await saveRun(ports, caller, request);
    const { mode, verdict } = request.report;
    log.info('run reported', { run: reply.id, dispatch: request.dispatchId, mode, verdict });
    return c.json(reply);
  });

  routes.get('/api/v1/runs/:run', async (c) => {
    const { repository } = await authenticate(c, 'deploy');
    const githubRunId = parseWith(RunId, c.req.param('run'));
    const query = parseWith(RunQuery, c.req.query());
    return c.json({ report: await readRun(ports, repository, { githubRunId, file: query.file }) });
  });

  routes.put('/api/v1/plans', async (c) => {
    const caller = await authenticate(c, 'preview');
    await savePlan(ports, caller, await readJson(c, PlanRequest, maxPlanBytes));
    return c.body(null, 204);
  });

  routes.get('/api/v1/plans', async (c) => {
    const { repository } = await authenticate(c, 'deploy');
    const { pull, file: wanted } = parseWith(PlanQuery, c.req.query());
    return c.json(await readPlans(ports, repository, { pull, file: wanted }));
  });

  return routes;
}

import { Hono } from 'hono';

import { parseWith, readBody } from '../body.ts';
import { isSigned } from '../dispatch/signature.ts';
import { handleWorkflowRun, WorkflowRunEvent } from '../dispatch/webhook.ts';
import type { StateOptions } from '../outbox-states.ts';
import type { AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';

/** GitHub sends up to 25 MB; what is read here has some 30 kB. */
const maxBytes = 1_048_576;
const guidShape = /^[\w-]{8,64}$/u;

/** Webhooks of GitHub: verified over the raw bytes before anything of them is read. */
export function githubRoutes(ports: Ports, stateOptions: () => StateOptions): Hono<AppEnv> {
  const { settings, log, metrics } = ports;
  const deliveries = metrics.counter(
    'certferry_github_webhooks_total',
    'Webhooks of GitHub, by what became of them.',
  );
  const routes = new Hono<AppEnv>();

  routes.post('/webhooks/github', async (c) => {
    const body = await readBody(c, maxBytes);
    const signature = c.req.header('x-hub-signature-256');
    if (!isSigned(body, signature, settings.github.webhookSecret)) {
      deliveries.add({ result: 'unauthenticated' });
      throw problems.unauthenticated('X-Hub-Signature-256 does not fit');
    }
    const guid = c.req.header('x-github-delivery') ?? '';
    const event = c.req.header('x-github-event') ?? '';
    if (!guidShape.test(guid)) throw problems.malformed('X-GitHub-Delivery is missing');
    if (!/^application\/json\s*(?:;|$)/iu.test(c.req.header('content-type') ?? '')) {
      throw problems.wrongType('set the content type of the webhook to application/json');
    }
    if (event !== 'workflow_run') {
      deliveries.add({ result: 'ignored' });
      return c.json({ ignored: event === 'ping' ? 'pong' : 'only workflow_run is read' });
    }
    const payload = parseWith(WorkflowRunEvent, parseJson(body));
    const handled = await handleWorkflowRun(ports, { guid, event: payload }, stateOptions);
    deliveries.add({ result: handled.duplicate ? 'duplicate' : 'handled' });
    const { id, status } = payload.workflow_run;
    log.debug('workflow run told of', { delivery: guid, run: id, status, ...handled });
    return c.json(handled, handled.duplicate ? 200 : 202);
  });

  return routes;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw problems.malformed('the body is not JSON in UTF-8');
  }
}

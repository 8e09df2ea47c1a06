import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';

import type { AppContext, AppEnv } from './part.ts';
import type { Ports } from './ports.ts';
import { reply } from './problem-reply.ts';
import { problems } from './problem.ts';

const maxInFlight = 500;
const overloaded = problems.busy('too many requests are under way', { 'retry-after': '1' });

const requestIdShape = /^[\w.-]{8,64}$/u;
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Headers of every answer, unless the route sets its own. Nothing here is meant for a browser. */
const standing: readonly (readonly [string, string])[] = [
  ['cache-control', 'no-store'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
];

/** Node's own pair of messages; absent in a request that a test makes by hand. */
interface Messages {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

/**
 * What is around every request: its id, the standing headers, the numbers, the access log, and a limit
 * of how many are under way. It looks at none of the `Headers` objects of the web's interface where
 * Node's own will do: building those made a small request three times as slow.
 */
export function createFrame({
  log,
  metrics,
  settings,
}: Pick<Ports, 'log' | 'metrics' | 'settings'>): MiddlewareHandler<AppEnv> {
  const headers = settings.url.startsWith('https:')
    ? [...standing, ['strict-transport-security', 'max-age=31536000'] as const]
    : standing;
  const count = createCount(metrics);
  let inFlight = 0;
  metrics.gauge('certferry_http_in_flight', 'Requests under way.', async () => inFlight);

  return async (c, next) => {
    const start = performance.now();
    const { incoming, outgoing }: Messages = c.env ?? {};
    const given = incoming?.headers['x-request-id'] ?? c.req.header('x-request-id');
    const requestId =
      typeof given === 'string' && requestIdShape.test(given) ? given : randomUUID();
    c.set('requestId', requestId);
    const set = (name: string, value: string) =>
      outgoing === undefined ? c.header(name, value) : outgoing.setHeader(name, value);
    for (const [name, value] of headers) set(name, value);
    set('x-request-id', requestId);

    inFlight += 1;
    try {
      // Each may hold a body in memory: beyond this many it is kinder to say so at once.
      if (inFlight > maxInFlight) c.res = reply(c, overloaded.details);
      else await next();
    } finally {
      inFlight -= 1;
    }

    const { status } = c.res;
    const route = status === 404 || status === 405 ? 'none' : routePath(c, -1);
    const method = methods.has(c.req.method) ? c.req.method : 'OTHER';
    const durationMs = performance.now() - start;
    count({ method, route, status }, durationMs / 1000);
    const level = status >= 500 ? 'warn' : status >= 400 ? 'info' : 'debug';
    log[level]('request', { requestId, method, route, status, durationMs: Math.ceil(durationMs) });
  };
}

interface Answered {
  readonly method: string;
  readonly route: string;
  readonly status: AppContext['res']['status'];
}

/** Counts answers; each combination is looked up by one text instead of by its labels. */
function createCount(metrics: Ports['metrics']): (answered: Answered, seconds: number) => void {
  const requests = metrics.counter('certferry_http_requests_total', 'Requests that were answered.');
  const durations = metrics.histogram(
    'certferry_http_request_seconds',
    'Time from the head of a request to its answer.',
  );
  const known = new Map<string, (seconds: number) => void>();
  return ({ method, route, status }, seconds) => {
    const key = `${method} ${status} ${route}`;
    let counted = known.get(key);
    if (counted === undefined) {
      const add = requests.bind({ method, route, status: String(status) });
      const observe = durations.bind({ route });
      counted = (took) => {
        add();
        observe(took);
      };
      known.set(key, counted);
    }
    counted(seconds);
  };
}

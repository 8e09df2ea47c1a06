import { Hono } from 'hono';
import { TrieRouter } from 'hono/router/trie-router';

import { createFrame } from './frame.ts';
import { errorFacts } from './log.ts';
import type { AppEnv, Part } from './part.ts';
import type { Ports } from './ports.ts';
import { asProblem, reply } from './problem-reply.ts';
import { problems } from './problem.ts';

/**
 * The routes of all parts in one frame: request ids, headers, metrics, an access log, and problem
 * JSON for whatever is thrown. The list of parts is in parts.ts.
 */
export function createApp(ports: Ports, parts: readonly Part[]): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(createFrame(ports));
  for (const { routes } of parts) if (routes !== undefined) app.route('/', routes);
  const methodsOf = createMethodsOf(app);
  app.notFound((c) => {
    const allow = methodsOf(c.req.path).join(', ');
    const problem =
      allow === '' ? problems.notFound() : problems.methodNotAllowed(undefined, { allow });
    return reply(c, problem.details);
  });
  app.onError((error, c) => {
    const problem = asProblem(error);
    if (problem.details.status >= 500) {
      const facts = { requestId: c.get('requestId'), ...errorFacts(problem.cause ?? problem) };
      ports.log.error('request failed', { ...facts, stack: stackOf(problem.cause) });
    }
    return reply(c, problem.details);
  });
  return app;
}

/** For the log only. The scrubber of the log goes over it. */
const stackOf = (cause: unknown): string | undefined =>
  cause instanceof Error ? cause.stack?.split('\n').slice(1, 9).join('\n') : undefined;

/** Which methods an address is there for, whatever the method that was asked for; mostly none. */
function createMethodsOf(app: Hono<AppEnv>): (path: string) => readonly string[] {
  let router: TrieRouter<string> | undefined;
  return (path) => {
    if (router === undefined) {
      router = new TrieRouter<string>();
      for (const route of app.routes) {
        if (route.method === 'ALL') continue;
        router.add('ALL', route.path, route.method);
        if (route.method === 'GET') router.add('ALL', route.path, 'HEAD');
      }
    }
    return [...new Set(router.match('ALL', path)[0].map(([method]) => method))];
  };
}

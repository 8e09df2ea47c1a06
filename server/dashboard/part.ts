import { Hono } from 'hono';

import type { AppEnv, Part } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { repeat } from '../repeat.ts';
import { assetRoutes } from './assets.ts';
import { createDesk } from './desk.ts';
import { certificatePages } from './pages/certificates.ts';
import { deliveryPages } from './pages/deliveries.ts';
import { dispatchPages } from './pages/dispatches.ts';
import { monitorPages } from './pages/monitor.ts';
import { noticePages } from './pages/notices.ts';
import { overviewPage } from './pages/overview.ts';
import { quotaPages } from './pages/quota.ts';
import { repositoryPages } from './pages/repositories.ts';
import { runPages } from './pages/runs.ts';
import { taskPages } from './pages/tasks.ts';
import { createSessions } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';
import type { SignInLimits } from './sign-in.ts';

/** The operator's pages. */
export function dashboardPart(
  ports: Ports,
  options: { readonly limits?: SignInLimits } = {},
): readonly Part[] {
  const sessions = createSessions(ports);
  const routes = new Hono<AppEnv>();
  const desk = createDesk(routes, { ports, sessions });
  routes.get('/', (c) => c.redirect('/dashboard'));
  routes.route('/', assetRoutes());
  routes.route('/', signInRoutes(ports, sessions, options.limits));
  overviewPage(desk, ports);
  certificatePages(desk, ports);
  taskPages(desk, ports);
  runPages(desk, ports);
  dispatchPages(desk, ports);
  deliveryPages(desk, ports);
  monitorPages(desk, ports);
  noticePages(desk, ports);
  quotaPages(desk, ports);
  repositoryPages(desk, ports);
  desk.page('/dashboard/*', async () => {
    throw problems.notFound('there is no such page');
  });
  return [
    { name: 'dashboard', routes },
    repeat(ports, {
      name: 'dashboard sessions',
      everySeconds: 3600,
      work: async () => await sessions.prune(),
    }),
  ];
}

import { z } from 'zod';

import type { Call } from '../provider.ts';
import type { Ask } from './client.ts';
import type { LoginAction } from './policy.ts';

const Projects = z.object({
  projects: z.array(
    z.object({ id: z.string().min(1), name: z.string(), enabled: z.boolean().nullish() }),
  ),
});

/** Id of the main project by region: it is called as its region is. */
export type Projects = ReadonlyMap<string, string>;

/**
 * Every region in which the account has a project. Needs no permission, so it also proves the login.
 * Projects below a region's main one (`cn-north-4_shop`) and `MOS`, which belongs to object storage,
 * are left out; the former can be named under `project_ids`. Never asks for a project to be made.
 * https://support.huaweicloud.com/intl/en-us/api-iam/iam_06_0003.html
 */
export async function listProjects(ask: Ask<LoginAction>, call: Call): Promise<Projects> {
  const { projects } = await ask(
    {
      action: 'GET /v3/auth/projects',
      doing: 'asking Huawei Cloud for the projects of this login',
      method: 'GET',
      path: '/v3/auth/projects',
    },
    Projects,
    call,
  );
  const byRegion = new Map<string, string>();
  for (const { id, name, enabled } of projects) {
    const isMain = /^[a-z]{2}-[a-z]+(?:-[a-z]+)*-\d+$/u.test(name);
    if (isMain && enabled !== false && !byRegion.has(name)) byRegion.set(name, id);
    else if (name.includes('_')) call.log.debug('project below a region not read', { name });
  }
  return byRegion;
}

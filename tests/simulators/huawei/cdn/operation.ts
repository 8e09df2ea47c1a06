import { z } from 'zod';

import { HuaweiError } from '../errors.ts';
import { enterpriseProject, inputChecker, one } from '../input.ts';
import type { CdnDomain } from '../model.ts';
import { type Context, operationsOf } from '../operation.ts';
import type { World } from '../world.ts';

export const cdnOperation = operationsOf(
  'cdn',
  inputChecker('cdn', 'CDN.0001', 'The parameter is incorrect.'),
);

/** On every call: an id, `0`, or `all` for those that the caller was granted. */
export const projectQuery = {
  enterprise_project_id: one(z.union([z.enum(['all', 'ALL']), enterpriseProject])).optional(),
};

/**
 * What is wrong with what was asked rather than how.
 * https://support.huaweicloud.com/api-cdn/ErrorCode.html
 */
export function businessError({ settings }: World, code: string, message: string): HuaweiError {
  return new HuaweiError('cdn', code, message, settings.businessErrors === 'http-200' ? 200 : 400);
}

function isGranted({ caller }: Context, id: string): boolean {
  return caller.enterpriseProjects?.has(id) ?? true;
}

/** Whether a call with this parameter sees a domain. IAM users must say which projects they mean. */
export function sees(context: Context, asked: string | undefined, domain: CdnDomain): boolean {
  const { account, caller } = context;
  if (!account.enterpriseProjects) return true;
  if (!isGranted(context, domain.enterpriseProject)) return false;
  if (asked?.toLowerCase() === 'all') return true;
  if (asked === undefined && !caller.iamUser) return true;
  return domain.enterpriseProject === (asked ?? '0');
}

const notInProject = 'The domain name does not belong to the enterprise project.';

export function checkProject(context: Context, asked: string | undefined): void {
  const { account, world } = context;
  if (!account.cdn) throw businessError(world, 'CDN.0114', 'The CDN service is not enabled.');
  if (!account.enterpriseProjects || asked === undefined || asked.toLowerCase() === 'all') return;
  if (!isGranted(context, asked)) throw businessError(world, 'CDN.00010182', notInProject);
}

export function findDomain(
  context: Context,
  name: string,
  asked: string | undefined,
  purpose: 'read' | 'write',
): CdnDomain {
  const { account, caller, world } = context;
  checkProject(context, asked);
  const domain = account.cdnDomains.get(name.toLowerCase());
  if (domain === undefined) {
    const { unknownDomain } = world.settings;
    const message = 'The acceleration domain name does not exist.';
    if (purpose === 'write') throw businessError(world, 'CDN.0105', message);
    throw new HuaweiError('cdn', unknownDomain, message, unknownDomain === 'CDN.0170' ? 400 : 404);
  }
  if (!sees(context, asked, domain)) throw businessError(world, 'CDN.00010182', notInProject);
  // Whoever was granted single projects cannot write in the name of all of them.
  const everywhere = asked?.toLowerCase() === 'all' && account.enterpriseProjects;
  if (purpose === 'write' && everywhere && caller.enterpriseProjects !== undefined) {
    const message = 'The user is not authorized to the enterprise project.';
    throw new HuaweiError('cdn', 'CDN.0020', message, 403);
  }
  return domain;
}

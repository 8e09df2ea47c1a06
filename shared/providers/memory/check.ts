import { randomUUID } from 'node:crypto';

import type { Target } from '../../core/model.ts';
import { tryEach } from '../../core/trial.ts';
import type { Trial } from '../../core/trial.ts';
import type { ActionOf, Permissions } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import { Accepted, Item, Page } from './client.ts';
import type { Ask } from './client.ts';

export const memoryActions = {
  read: ['memory:get', 'memory:list'],
  write: ['memory:import', 'memory:set'],
} as const satisfies Permissions;

/** On top of them, to clean up. */
export const memoryCleanUp = {
  read: [],
  write: [],
  cleanUp: ['memory:delete', 'memory:object', 'memory:objects', 'memory:uses'],
} as const satisfies Permissions;

export async function checkMemory(
  ask: Ask,
  { target, region }: { readonly target: Target; readonly region: string | null },
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const name = `certferry-check-${randomUUID()}`;
  const trials: Record<ActionOf<typeof memoryActions>, Trial> = {
    'memory:get': () => ask('check', { operation: 'get', name }, Item, call),
    'memory:list': () => ask('check', { operation: 'list', target, region, cursor: 0 }, Page, call),
    'memory:import': { unasked: 'an import that is permitted would be carried out' },
    'memory:set': () =>
      ask('check', { operation: 'set', name, default: null, sni: [] }, Accepted, call),
  };
  const declared = [...memoryActions.read, ...memoryActions.write];
  return await tryEach(declared, trials, ({ code }) => code === 'RESOURCE_GONE');
}

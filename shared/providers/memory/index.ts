import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Target } from '../../core/model.ts';
import { together } from '../permissions.ts';
import type { ProviderSpec } from '../provider.ts';
import { memoryActions, memoryCleanUp } from './check.ts';
import type { MemoryCloud } from './cloud.ts';
import { createMemoryProduct } from './product.ts';
import type { MemoryProductOptions } from './product.ts';
import { createMemoryStore } from './store.ts';

/** `memory/one`: one certificate for all domains. `memory/list`: a default certificate and SNI. */
export const memoryTargets: readonly Target[] = ['memory/one', 'memory/list'];

/** The in-process cloud as a provider: each account sees its own, one product per target and region. */
export function memoryProvider(
  clouds: Readonly<Record<string, MemoryCloud>>,
  capabilities: MemoryProductOptions['capabilities'] = {},
): ProviderSpec {
  return {
    id: 'memory',
    title: 'Memory',
    permissions: new Map(
      memoryTargets.map((target) => [target, together(memoryActions, memoryCleanUp)]),
    ),
    policy: () => null,
    targets: memoryTargets,
    settings: z.strictObject({}),
    secrets: () => [],
    load: async () => ({
      connect: async ({ account, targets, clock }) => {
        const cloud = clouds[account.name];
        if (cloud === undefined) {
          throw new DeployError(
            'CREDENTIALS_REJECTED',
            `logging in to memory account "${account.name}": it is not known`,
          );
        }
        const regions = account.regions ?? [null];
        return {
          products: targets.flatMap((target) =>
            regions.map((region) =>
              createMemoryProduct(cloud, {
                account: account.name,
                target,
                region,
                clock,
                capabilities,
              }),
            ),
          ),
          gaps: [],
          stores: [createMemoryStore(cloud, { account: account.name, clock })],
        };
      },
    }),
  };
}

import { z } from 'zod';

import { inputChecker } from './input.ts';
import { type Operation, operationsOf } from './operation.ts';

const account = operationsOf('account', inputChecker('ValidationException'));

/** https://docs.aws.amazon.com/accounts/latest/reference/API_ListRegions.html */
export const listRegions: Operation = account({
  name: 'ListRegions',
  input: z.strictObject({
    AccountId: z
      .string()
      .regex(/^\d{12}$/u)
      .optional(),
    MaxResults: z.number().int().min(1).max(50).optional(),
    NextToken: z.string().min(1).max(1000).optional(),
    RegionOptStatusContains: z
      .array(z.enum(['ENABLED', 'ENABLING', 'DISABLING', 'DISABLED', 'ENABLED_BY_DEFAULT']))
      .optional(),
  }),
  run(request, context) {
    const asked: readonly string[] | undefined = request.RegionOptStatusContains;
    const all = [...context.account.regionStatus].filter(
      ([, status]) => asked?.includes(status) ?? true,
    );
    const page = context.pager.page(
      all,
      {
        scope: `account/${context.account.id}/${(asked ?? []).join()}`,
        size: Math.min(request.MaxResults ?? 20, context.world.settings.pageSizes.account ?? 50),
        token: request.NextToken,
      },
      { code: 'ValidationException', message: 'The NextToken is not valid.' },
    );
    return {
      members: {
        Regions: page.items.map(([RegionName, RegionOptStatus]) => ({
          RegionName,
          RegionOptStatus,
        })),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      },
    };
  },
});

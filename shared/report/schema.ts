import { z } from 'zod';

import { Report } from '../wire/report.ts';

/** JSON Schema (2020-12) of the JSON report, from the schema that makes its type. */
export function reportJsonSchema(): Record<string, unknown> {
  return {
    ...z.toJSONSchema(Report, { target: 'draft-2020-12', io: 'output' }),
    title: 'Certferry report',
    description:
      'One file for preview, deploy, verify and rollback alike; every resource in scope appears.',
  };
}

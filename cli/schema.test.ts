import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { providers } from '../shared/providers/index.ts';
import { Report } from '../shared/wire/report.ts';
import { schemaText } from './schema.ts';

interface Schema {
  readonly $schema: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}
const parsed = (of: 'deployment' | 'report') => JSON.parse(schemaText(of, providers)) as Schema;

describe('the schema that is printed', () => {
  it.each(['deployment', 'report'] as const)('of the %s is one JSON document and a line', (of) => {
    const text = schemaText(of, providers);
    expect(text.endsWith('}\n')).toBe(true);
    expect(parsed(of)).toMatchObject({
      type: 'object',
      $schema: expect.stringContaining('json-schema.org') as string,
    });
  });

  it('of the deployment file names every product of every cloud that this build knows', () => {
    const text = schemaText('deployment', providers);
    const targets = providers.flatMap((spec) => spec.targets);
    expect(targets.length).toBeGreaterThan(3);
    expect(targets.filter((target) => !text.includes(`"${target}"`))).toEqual([]);
    expect(parsed('deployment').required).toEqual(
      expect.arrayContaining(['version', 'accounts', 'certificates', 'tasks']),
    );
  });

  it('of the report is what its parser takes: the same keys, all of them required but a clean-up', () => {
    const { properties, required } = parsed('report');
    expect(Object.keys(properties)).toEqual(Object.keys(Report.shape));
    expect(required).toEqual(Object.keys(Report.shape).filter((key) => key !== 'cleanUp'));
    // zod reads its own document back: every reference in it can be followed.
    const again = z.fromJSONSchema(JSON.parse(schemaText('report', providers)) as never);
    expect(again.safeParse({ version: 2 }).success).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';

import { reportJsonSchema } from './schema.ts';

describe('reportJsonSchema', () => {
  const schema = reportJsonSchema();

  it('is a closed JSON Schema that asks for every part of a report', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: 'Certferry report',
      type: 'object',
      additionalProperties: false,
      properties: {
        version: { const: 1 },
        mode: { enum: ['preview', 'deploy', 'verify', 'rollback', 'clean'] },
        tasks: { type: 'array' },
      },
    });
    expect(schema['required']).toEqual(
      expect.arrayContaining(['version', 'verdict', 'exitCode', 'tasks', 'problems', 'findings']),
    );
  });

  it('survives as JSON', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });
});

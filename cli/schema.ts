import { deploymentJsonSchema } from '../shared/config/json-schema.ts';
import type { ProviderSpec } from '../shared/providers/provider.ts';
import { reportJsonSchema } from '../shared/report/schema.ts';

/** The published JSON Schemas, generated from the parsers' own. */
export function schemaText(
  of: 'deployment' | 'report',
  providers: readonly ProviderSpec[],
): string {
  const schema = of === 'report' ? reportJsonSchema() : deploymentJsonSchema(providers);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

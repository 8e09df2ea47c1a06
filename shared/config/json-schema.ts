import { z } from 'zod';

import type { ProviderSpec } from '../providers/provider.ts';
import { AccountBase, deploymentFile } from './schema.ts';

/** A JSON Schema as plain data, ready for `JSON.stringify`. */
export type JsonSchema = z.core.JSONSchema.BaseSchema;

const options = {
  target: 'draft-2020-12',
  io: 'input',
  // A refinement or transform says nothing to an editor; the parser says it.
  unrepresentable: 'any',
} as const;

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null;
}

/** A provider's settings with the keys of every account, in each form that the settings may have. */
function withCommonKeys(settings: JsonSchema, common: JsonSchema): JsonSchema {
  const { anyOf, oneOf } = settings;
  const forms = (anyOf ?? oneOf)?.map((form) => withCommonKeys(isSchema(form) ? form : {}, common));
  if (forms !== undefined) return { ...settings, [anyOf === undefined ? 'oneOf' : 'anyOf']: forms };
  return {
    ...settings,
    properties: { ...common.properties, ...settings.properties },
    required: [...(common.required ?? []), ...(settings.required ?? [])],
  };
}

function accountSchema(provider: ProviderSpec): JsonSchema {
  const base = z.toJSONSchema(AccountBase, options);
  const { $schema: _dialect, ...settings } = z.toJSONSchema(provider.settings, options);
  const id = { const: provider.id, description: `An account of ${provider.title}.` };
  const common = { ...base, properties: { ...base.properties, provider: id } };
  return { title: `${provider.title} account`, ...withCommonKeys(settings, common) };
}

/**
 * The JSON Schema of the deployment file, for editors: made from the schemas that the parser uses,
 * with the settings of each cloud.
 */
export function deploymentJsonSchema(providers: readonly ProviderSpec[]): JsonSchema {
  const products = providers.flatMap((provider) => provider.targets);
  const schema: JsonSchema = z.toJSONSchema(deploymentFile({ products }), {
    ...options,
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== AccountBase) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema.anyOf = providers.map(accountSchema);
    },
  });
  return { ...schema, title: 'Certferry deployment file' };
}

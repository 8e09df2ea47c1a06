import { registerHooks } from 'node:module';

/**
 * GitHub's own parser of workflows and evaluator of expressions, as its language service has them.
 * They import their JSON files without saying that they are JSON, which Node refuses.
 * https://nodejs.org/api/esm.html#json-modules
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    return specifier.endsWith('.json')
      ? { ...resolved, importAttributes: { type: 'json' } }
      : resolved;
  },
});

export const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } =
  await import('@actions/workflow-parser');
export const { data, Evaluator, Lexer, Parser } = await import('@actions/expressions');
export const { truthy } = await import('@actions/expressions/result');

import { errorAnswer, Refused, type Answer } from '../answers.ts';
import { dispatchEvent } from '../events.ts';
import { resolveRef } from '../history.ts';
import { runUrls } from '../run-shapes.ts';
import { queueRun } from '../runs.ts';
import { workflowAt, type Workflow } from '../workflow-file.ts';
import { found, textField, type Ask } from './route.ts';

function checkInputs(
  workflow: Workflow,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const declared = workflow.inputs ?? {};
  const unexpected = Object.keys(given).filter((name) => !(name in declared));
  if (unexpected.length > 0) {
    throw new Refused(
      errorAnswer(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`),
    );
  }
  const values: Record<string, string> = {};
  for (const [name, input] of Object.entries(declared)) {
    const value = given[name] ?? (input?.default === undefined ? undefined : String(input.default));
    if (value === undefined && input?.required === true) {
      throw new Refused(errorAnswer(422, `Required input '${name}' not provided`));
    }
    values[name] = value ?? '';
  }
  return values;
}

/** Queues a run. Who has runners takes it up from there. */
export function dispatch(ask: Ask): Answer {
  const { world, repository, token } = ask;
  const workflow = found(workflowAt(repository, ask.params['workflow_id'] ?? ''));
  if (workflow.inputs === undefined) {
    return errorAnswer(422, "Workflow does not have 'workflow_dispatch' trigger");
  }
  const ref = textField(ask, 'ref') ?? '';
  const branch = ref.replace(/^refs\/heads\//u, '');
  if (!repository.branches.has(branch) || resolveRef(repository, branch) === undefined) {
    return errorAnswer(422, `No ref found for: ${ref}`);
  }
  const given = (ask.body['inputs'] ?? {}) as Record<string, string | number | boolean>;
  const inputs = checkInputs(
    workflow,
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
  );
  const title = (workflow.runName ?? workflow.name).replaceAll(
    /\$\{\{\s*inputs\.([\w-]+)\s*\}\}/gu,
    (_, name: string) => inputs[name] ?? '',
  );
  const run = queueRun(world, repository, {
    workflow,
    trigger: dispatchEvent(world, repository, {
      inputs,
      workflow: workflow.path,
      branch,
      sender: token.author,
    }),
    actor: token.author,
    title,
    inputs,
  });
  if (ask.body['return_run_details'] !== true) return { status: 204 };
  const { url, html } = runUrls(world, repository, run.id);
  return { status: 200, body: { workflow_run_id: run.id, run_url: url, html_url: html } };
}

import { createRequire } from 'node:module';

import { OpenAPIBackend, type Document } from 'openapi-backend';

/** One breach of GitHub's own description of its API, by a client or by this simulator. */
export interface Violation {
  readonly operation: string;
  readonly where: 'path' | 'query' | 'body' | 'headers' | 'response' | 'payload';
  readonly message: string;
}

export interface MatchedOperation {
  readonly id: string;
  /** The path as the description writes it: `/repos/{owner}/{repo}`. */
  readonly template: string;
}

export interface IncomingCall {
  readonly method: string;
  /** Path below the API's root, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
}

export interface Contract {
  /**
   * Keys of the body that only another edition knows, which a client may find out by asking: the request
   * is refused like any other with an unknown key, yet the client broke no rule.
   */
  newerKeys(call: IncomingCall, operation: MatchedOperation): readonly string[];
  match(call: IncomingCall): MatchedOperation | undefined;
  checkRequest(call: IncomingCall, operation: MatchedOperation): readonly Violation[];
  checkResponse(operation: string, status: number, body: unknown): readonly Violation[];
  /** A webhook payload, which is also what a workflow finds at `GITHUB_EVENT_PATH`. */
  checkPayload(webhook: string, payload: unknown): readonly Violation[];
}

/** `api.github.com` and GitHub Enterprise Server differ, for example in the inputs of a dispatch. */
export type Edition = 'api.github.com' | 'ghes-3.19';

/** Every operation that the simulator answers; any other is a violation. */
export const operations = {
  'repos/get': 'get /repos/{owner}/{repo}',
  'repos/get-content': 'get /repos/{owner}/{repo}/contents/{path}',
  'repos/list-commits': 'get /repos/{owner}/{repo}/commits',
  'repos/get-commit': 'get /repos/{owner}/{repo}/commits/{ref}',
  'repos/compare-commits-with-basehead': 'get /repos/{owner}/{repo}/compare/{basehead}',
  'repos/list-pull-requests-associated-with-commit':
    'get /repos/{owner}/{repo}/commits/{commit_sha}/pulls',
  'pulls/list': 'get /repos/{owner}/{repo}/pulls',
  'pulls/get': 'get /repos/{owner}/{repo}/pulls/{pull_number}',
  'pulls/list-files': 'get /repos/{owner}/{repo}/pulls/{pull_number}/files',
  'issues/list-comments': 'get /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'issues/create-comment': 'post /repos/{owner}/{repo}/issues/{issue_number}/comments',
  'issues/get-comment': 'get /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'issues/update-comment': 'patch /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'issues/delete-comment': 'delete /repos/{owner}/{repo}/issues/comments/{comment_id}',
  'issues/list-for-repo': 'get /repos/{owner}/{repo}/issues',
  'issues/create': 'post /repos/{owner}/{repo}/issues',
  'issues/get': 'get /repos/{owner}/{repo}/issues/{issue_number}',
  'issues/update': 'patch /repos/{owner}/{repo}/issues/{issue_number}',
  'checks/create': 'post /repos/{owner}/{repo}/check-runs',
  'checks/update': 'patch /repos/{owner}/{repo}/check-runs/{check_run_id}',
  'actions/create-workflow-dispatch':
    'post /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
  'actions/list-workflow-runs': 'get /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
  'actions/list-workflow-runs-for-repo': 'get /repos/{owner}/{repo}/actions/runs',
  'actions/get-workflow-run': 'get /repos/{owner}/{repo}/actions/runs/{run_id}',
  'actions/list-workflow-run-artifacts':
    'get /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
  'actions/list-artifacts-for-repo': 'get /repos/{owner}/{repo}/actions/artifacts',
  'actions/get-artifact': 'get /repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
  'actions/download-artifact':
    'get /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
  'apps/get-repo-installation': 'get /repos/{owner}/{repo}/installation',
  'apps/create-installation-access-token':
    'post /app/installations/{installation_id}/access_tokens',
} as const;
export type OperationId = keyof typeof operations;

/** The webhooks whose payloads the simulator makes. */
export const webhooks = [
  'push',
  'pull-request-opened',
  'pull-request-synchronize',
  'pull-request-reopened',
  'pull-request-closed',
  'workflow-dispatch',
  'merge-group-checks-requested',
  'workflow-run-requested',
  'workflow-run-in-progress',
  'workflow-run-completed',
] as const;

type Json = Record<string, unknown>;
const asObject = (value: unknown): Json => (value ?? {}) as Json;

/** Follows a local reference; GitHub's description holds no other kind. */
function resolve(description: Json, schema: Json): Json {
  if (typeof schema['$ref'] !== 'string') return schema;
  let found: unknown = description;
  for (const key of schema['$ref'].split('/').slice(1)) found = asObject(found)[key];
  return resolve(description, asObject(found));
}

/** A request body with a misspelt key passes GitHub's description; here it does not. */
function closed(description: Json, schema: Json): Json {
  const copy: Json = { ...resolve(description, schema) };
  if (copy['properties'] !== undefined) {
    copy['additionalProperties'] ??= false;
    copy['properties'] = Object.fromEntries(
      Object.entries(asObject(copy['properties'])).map(([key, value]) => [
        key,
        closed(description, asObject(value)),
      ]),
    );
  }
  if (copy['items'] !== undefined) copy['items'] = closed(description, asObject(copy['items']));
  return copy;
}

function closedOperation(description: Json, operation: Json): Json {
  if (operation['requestBody'] === undefined) return operation;
  const body = resolve(description, asObject(operation['requestBody']));
  const media = asObject(asObject(body['content'])['application/json']);
  const schema = closed(description, asObject(media['schema']));
  return {
    ...operation,
    requestBody: { ...body, content: { 'application/json': { ...media, schema } } },
  };
}

/** GitHub writes `nullable` beside schemas without a type and beside enums without null. */
function asJsonSchema(value: unknown, refs: Set<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => asJsonSchema(item, refs));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'example' && key !== 'examples' && key !== 'externalDocs')
      .map(([key, item]) => [key, asJsonSchema(item, refs)]),
  );
  if (typeof copy['$ref'] === 'string') refs.add(copy['$ref']);
  if (copy['nullable'] === true && Array.isArray(copy['enum'])) {
    copy['enum'] = [...new Set([...copy['enum'], null])];
  }
  if (copy['nullable'] !== true || copy['type'] !== undefined) return copy;
  const { nullable: _, ...schema } = copy;
  return { anyOf: [schema, { type: 'object', nullable: true, maxProperties: 0 }] };
}

/** Only the named operations, with every component that they refer to. */
function subset(description: Json): Json {
  const paths: Record<string, Json> = {};
  for (const [id, route] of Object.entries(operations)) {
    const [method = '', path = ''] = route.split(' ');
    const operation = asObject(asObject(asObject(description['paths'])[path])[method]);
    if (operation['operationId'] !== id) throw new Error(`GitHub's description has no ${id}`);
    paths[path] = { ...paths[path], [method]: closedOperation(description, operation) };
  }
  for (const name of webhooks) {
    const post = asObject(asObject(asObject(description['x-webhooks'])[name])['post']);
    paths[`/webhooks/${name}`] = { post: { ...post, operationId: `webhook/${name}` } };
  }
  const refs = new Set<string>();
  const known = asJsonSchema(paths, refs);
  const components: Record<string, Json> = {};
  // A set that grows while it is walked: each component adds the ones that it refers to.
  for (const ref of refs) {
    const [, , kind = '', name = ''] = ref.split('/');
    components[kind] ??= {};
    const component = resolve(description, { $ref: ref });
    // The description calls it a time; its own text says that it takes the date ranges of a search.
    if (ref === '#/components/parameters/created') component['schema'] = { type: 'string' };
    components[kind][name] = asJsonSchema(component, refs);
  }
  return { openapi: description['openapi'], info: description['info'], paths: known, components };
}

const formats: Record<string, RegExp> = {
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/u,
  uri: /^[a-z][a-z0-9+.-]*:[^\s<>"\\^`]+$/iu,
  email: /^[^\s@]+@[^\s@]+$/u,
};

async function load(edition: Edition): Promise<Contract> {
  const require = createRequire(import.meta.url);
  const description = require(`@octokit/openapi/generated/${edition}.json`) as Json;
  const backend = new OpenAPIBackend({
    definition: subset(description) as unknown as Document,
    quick: true,
    validate: true,
    ajvOpts: { allErrors: true, strict: false },
    customizeAjv: (ajv) => {
      for (const [name, format] of Object.entries(formats)) ajv.addFormat(name, format);
      for (const name of ['uri-template', 'repo.nwo', 'hostname', 'ip']) ajv.addFormat(name, true);
      return ajv;
    },
  });
  await backend.init();
  const { router, validator } = backend;
  return {
    newerKeys({ body }, operation) {
      const known = newerKeys[edition]?.[operation.id] ?? [];
      return known.filter((key) => Object.hasOwn(asObject(body), key));
    },
    match(call) {
      const found = router.matchOperation({ ...call, headers: {} });
      return found?.operationId === undefined || found.operationId.startsWith('webhook/')
        ? undefined
        : { id: found.operationId, template: found.path };
    },
    checkRequest(call, operation) {
      const headers = call.body === undefined ? {} : { 'content-type': 'application/json' };
      const { errors } = validator.validateRequest({ ...call, headers }, operation.id);
      return (errors ?? []).map((error) => {
        const [, place = '', ...rest] = error.instancePath.split('/');
        const extra = Object.values(error.params as object).join(', ');
        return {
          operation: operation.id,
          where: place === 'path' || place === 'query' ? place : 'body',
          message: `${rest.join('.')} ${error.message ?? ''} (${extra})`.trim(),
        };
      });
    },
    checkResponse(operation, status, body) {
      const { errors } = validator.validateResponse(body, operation, status);
      return (errors ?? []).map((error) => ({
        operation,
        where: 'response',
        message: `${status} ${error.instancePath} ${error.message ?? ''}`,
      }));
    },
    checkPayload(webhook, payload) {
      const call = { method: 'post', path: `/webhooks/${webhook}`, query: '', body: payload };
      const request = { ...call, headers: { 'content-type': 'application/json' } };
      const { errors } = validator.validateRequest(request, `webhook/${webhook}`);
      return (errors ?? []).map((error) => ({
        operation: webhook,
        where: 'payload',
        message: `${error.instancePath} ${error.message ?? ''}`,
      }));
    },
  };
}

/** https://github.blog/changelog/2026-02-19-workflow-dispatch-api-now-returns-run-ids */
const newerKeys: Partial<Record<Edition, Partial<Record<string, readonly string[]>>>> = {
  'ghes-3.19': { 'actions/create-workflow-dispatch': ['return_run_details'] },
};

const loaded = new Map<Edition, Promise<Contract>>();

/** GitHub's own OpenAPI description of these operations, compiled once per process. */
export function loadContract(edition: Edition): Promise<Contract> {
  const known = loaded.get(edition) ?? load(edition);
  loaded.set(edition, known);
  return known;
}

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';

import { TextDocument } from 'vscode-languageserver-textdocument';
import { parseDocument } from 'yaml';

// GitHub's language service imports its JSON files without saying that they are JSON, which Node
// refuses. https://nodejs.org/api/esm.html#json-modules
registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    return specifier.endsWith('.json')
      ? { ...resolved, importAttributes: { type: 'json' } }
      : resolved;
  },
});
const { validate } = await import('@actions/languageservice');

export interface Metadata {
  readonly name: string;
  readonly description: string;
  readonly inputs?: Record<string, { description: string; required?: boolean; default?: string }>;
  readonly runs: Record<string, string>;
}
export const ownAction = parseDocument(
  readFileSync(join(import.meta.dirname, '..', 'action.yml'), 'utf8'),
).toJS() as Metadata;

/** Ours is named by its release in examples and by its path in our own workflows. */
export const isOwnAction = (uses: string) => /^(?:\.\/|[^/]+\/certferry@)/u.test(uses);

/** The inputs that we use of other actions, as the action.yml of the pinned commit names them. */
const otherActions: Readonly<Record<string, readonly string[]>> = {
  'actions/checkout': ['fetch-depth', 'path', 'persist-credentials', 'ref', 'repository', 'token'],
  'actions/setup-node': ['node-version', 'node-version-file', 'package-manager-cache'],
  'actions/upload-artifact': ['name', 'path', 'if-no-files-found', 'retention-days', 'overwrite'],
  'actions/attest': ['subject-path', 'sbom-path'],
  'github/codeql-action/init': ['languages', 'build-mode', 'queries', 'config'],
  'github/codeql-action/analyze': ['category'],
  'aws-actions/configure-aws-credentials': [
    'aws-region',
    'role-to-assume',
    'role-session-name',
    'role-duration-seconds',
    'mask-aws-account-id',
  ],
};

function metadataOf(uses: string): Omit<Metadata, 'runs'> | undefined {
  if (isOwnAction(`${uses}@`)) return ownAction;
  const inputs = otherActions[uses]?.map((name) => [name, { description: name }] as const);
  return inputs && { name: uses, description: uses, inputs: Object.fromEntries(inputs) };
}

let documents = 0;

/** What GitHub's own schema and expression checker say, inputs of actions included. */
export async function complaints(file: string, text: string): Promise<readonly string[]> {
  // It keeps what it parsed by address: each text needs one of its own.
  const address = `file:///${(documents += 1)}/${file}`;
  const found = await validate(TextDocument.create(address, 'yaml', 1, text), {
    actionsMetadataProvider: {
      fetchActionMetadata: ({ owner, name, path }) =>
        Promise.resolve(metadataOf([owner, name, path].filter(Boolean).join('/'))),
    },
  });
  return found.map(({ range, message }) => {
    const said = typeof message === 'string' ? message : message.value;
    return `${file}:${range.start.line + 1} ${said}`;
  });
}

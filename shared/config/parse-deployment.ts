import type { Deployment, Problem } from '../core/deployment.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import { readAccounts } from './accounts.ts';
import { buildDeployment } from './build.ts';
import { createCatalogue } from './catalogue.ts';
import { badCharacters } from './characters.ts';
import { type Flaw, locate, problemAt } from './flaw.ts';
import { issueFlaws } from './issues.ts';
import { remarks } from './notes.ts';
import { ruleFlaws } from './rules.ts';
import { deploymentFile } from './schema.ts';
import { findSecrets, withoutSecrets } from './secrets.ts';
import { allTaskFlaws } from './tasks.ts';
import { keyPlace, type Path, plain } from './tree.ts';
import { words } from './words.ts';
import { readYaml } from './yaml.ts';

const mostBytes = 256 * 1024;

export interface DeploymentText {
  /** Path of the file, relative to the repository's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
  /** The clouds that this build knows. */
  readonly providers: readonly ProviderSpec[];
  /** A scheduled time before it is refused as past; without it times are not compared. */
  readonly now?: Date;
}

export type ParsedDeployment =
  | {
      readonly ok: true;
      readonly deployment: Deployment;
      /** Remarks on what is valid and yet hardly meant; they block nothing. */
      readonly notes: readonly Problem[];
      /** A problem found later with what the file asks for, at the line of that key. */
      readonly problemAt: (path: Path, message: string) => Problem;
    }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Reads a deployment file. Pure, and never throws for any text. Every problem comes at once, sorted,
 * each at its line and column; no message repeats a value that could be a secret.
 */
export function parseDeployment(input: DeploymentText): ParsedDeployment {
  const { file, providers, now } = input;
  const text = input.text.replace(/^\ufeff/u, '');
  const problems = (flaws: readonly Flaw[]): readonly Problem[] =>
    locate(
      flaws.map(({ at, message }) => ({ at, message: withoutSecrets(message) })),
      { file, text },
    );
  const refused = (flaws: readonly Flaw[]) => ({ ok: false, problems: problems(flaws) }) as const;

  if (Buffer.byteLength(text) > mostBytes) {
    return refused([{ at: 0, message: 'the file is too large: at most 256 KiB' }]);
  }
  const { tree, flaws: unreadable } = readYaml(text);
  const early = [...badCharacters(text), ...findSecrets(text), ...unreadable];
  if (tree === undefined) return refused(early);
  if (tree.kind === 'scalar' && tree.value === null && early.length === 0) {
    return refused([{ at: 0, message: 'the file is empty; it starts with "version: 1"' }]);
  }

  const catalogue = createCatalogue(providers);
  const parsed = deploymentFile({ now }).safeParse(plain(tree), { error: words() });
  const accounts = readAccounts(catalogue, tree);
  const late = [
    ...(parsed.success ? [] : issueFlaws(parsed.error.issues, tree)),
    ...accounts.flaws,
    ...ruleFlaws(tree),
    ...allTaskFlaws(catalogue, tree),
  ];
  // What could not be read is not also judged by its shape.
  const unread = new Set(early.map(({ at }) => at));
  const flaws = [...early, ...late.filter(({ at }) => !unread.has(at))];
  if (flaws.length > 0 || !parsed.success) return refused(flaws);
  const { settings } = accounts;
  return {
    ok: true,
    deployment: buildDeployment({ file, tree, parsed: parsed.data, settings, catalogue }),
    notes: problems(remarks(tree)),
    problemAt: (path, message) => problemAt(keyPlace(tree, path), message, { file, text }),
  };
}

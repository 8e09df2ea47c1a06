import type { CertificateSource, Contact, Deployment, Task } from '../core/deployment.ts';
import { DeployError } from '../core/errors.ts';
import type { Catalogue } from './catalogue.ts';
import type { DeploymentFile } from './schema.ts';
import { entry, keysOf, type Tree } from './tree.ts';

type FileCertificate = DeploymentFile['certificates'][string];
type FileContact = NonNullable<DeploymentFile['contacts']>[string];
type FileTask = DeploymentFile['tasks'][string];

/** What an earlier check has settled; to get here without it is a defect of ours. */
function settled<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new DeployError('INTERNAL', `the parsed file lost its ${what}`);
  return value;
}

function sourceOf({ from }: FileCertificate): CertificateSource {
  if (from.env !== undefined) {
    return { kind: 'env', chain: { env: from.env.chain }, key: { env: from.env.key } };
  }
  if (from.receiver !== undefined) return { kind: 'receiver', name: from.receiver };
  return { kind: 'files', ...settled(from.files, 'certificate source') };
}

function taskOf(name: string, task: FileTask, catalogue: Catalogue): Task {
  return {
    name,
    accounts: task.accounts,
    certificates: task.certificates,
    targets: task.targets.map((target) => ({
      product: settled(
        catalogue.products.find((product) => product === target.product),
        'product',
      ),
      include: target.include,
      exclude: target.exclude ?? [],
      connectTo: target.connect_to,
    })),
    enableHttps: task.enable_https,
    allowUnmatched: task.allow_unmatched,
    rollback: task.rollback,
    contacts: task.contacts ?? [],
    deployAt: task.deploy === 'now' ? null : task.deploy.at,
    extend: task.extend,
  };
}

function contactOf(name: string, { email, webhook, format }: FileContact): Contact {
  if (email !== undefined) return { name, kind: 'email', email };
  const url = settled(webhook, 'contact');
  return { name, kind: 'webhook', url, format: format ?? 'generic' };
}

export interface Checked {
  readonly file: string;
  readonly tree: Tree;
  readonly parsed: DeploymentFile;
  readonly settings: ReadonlyMap<string, unknown>;
  readonly catalogue: Catalogue;
}

/** The deployment that a file without problems asks for, everything in the order of the file. */
export function buildDeployment({ file, tree, parsed, settings, catalogue }: Checked): Deployment {
  // Not the order of `parsed`: JavaScript moves keys that look like numbers to the front.
  const names = (section: string) => keysOf(entry(tree, section)?.value);
  return {
    file,
    receiver: parsed.receiver ?? null,
    accounts: names('accounts').map((name) => {
      const { provider, regions } = settled(parsed.accounts[name], 'account');
      return { name, provider, regions, settings: settings.get(name) };
    }),
    certificates: names('certificates').map((name) => ({
      name,
      source: sourceOf(settled(parsed.certificates[name], 'certificate')),
    })),
    tasks: names('tasks').map((name) =>
      taskOf(name, settled(parsed.tasks[name], 'task'), catalogue),
    ),
    contacts: names('contacts').map((name) =>
      contactOf(name, settled(parsed.contacts?.[name], 'contact')),
    ),
    monitor: parsed.monitor ?? [],
  };
}

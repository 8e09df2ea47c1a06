import { issue, type Issued } from '../pki.ts';
import type {
  ListenerHandle,
  LoadBalancerHandle,
} from '../simulators/aws/builders/load-balancer.ts';
import type { GitHubSimulator } from '../simulators/github/github.ts';
import type { FileEdits } from '../simulators/github/history.ts';
import type { MergeMethod } from '../simulators/github/merging.ts';
import type { TokenOptions } from '../simulators/github/tokens.ts';
import { createStage, file, first, names, region, type ActionRun, type Stage } from './stage.ts';

/** Journeys about one question: which edits a deployment carries out, and which it holds back. */

/** Environment, inputs, token of one run, where they are not the usual ones. */
export type Step = NonNullable<Parameters<Stage['run']>[1]>;

/** Two network load balancers of one account, each with a certificate of its own. */
export interface PinningWorld {
  readonly stage: Stage;
  readonly github: GitHubSimulator;
  /** On the default branch from the beginning, so that pull requests may be about anything. */
  readonly deployment: string;
  readonly shop: ListenerHandle;
  readonly docs: ListenerHandle;
  /** What the usual secrets hold: the certificates that are wanted. */
  readonly wanted: { readonly shop: Issued; readonly docs: Issued };
  /** Opens the next pull request; with no file of its own it changes a note. */
  open(files?: FileEdits | readonly FileEdits[]): number;
  preview(pull: number, step?: Step): Promise<ActionRun>;
  /** `open` and `preview`: a pull request whose edits somebody saw. */
  shown(step?: Step): Promise<number>;
  /** Merges it and runs what the push starts. */
  merge(pull: number, method?: MergeMethod, step?: Step): Promise<ActionRun>;
  readonly run: (event: Parameters<Stage['run']>[0], step?: Step) => Promise<ActionRun>;
  /** Another load balancer, which serves the old certificate of the shop until `reset`. */
  add(name: string): Promise<LoadBalancerHandle>;
  /** Another certificate for the names of one that is wanted, with a key of its own. */
  renew(which: 'shop' | 'docs'): Promise<Renewed>;
  /** Fingerprint of what a listener holds now. */
  readonly bound: (listener: ListenerHandle) => string | undefined;
  /** The clouds as in the beginning. */
  reset(): void;
  close(): Promise<void>;
}

export interface Renewed {
  readonly issued: Issued;
  /** The secrets that hold it. */
  readonly env: Readonly<Record<string, string>>;
}

const variables = {
  shop: ['SHOP_CHAIN_PEM', 'SHOP_KEY_PEM'],
  docs: ['DOCS_CHAIN_PEM', 'DOCS_KEY_PEM'],
} as const;
const docsNames = ['docs.example.com'] as const;

/** What a job that deploys needs, and to read the artifacts of other runs. */
export const reader = {
  permissions: { contents: 'read', 'pull-requests': 'write', actions: 'read' },
} as const satisfies TokenOptions;

/** The one that previews and deploys. */
export const workflow = 'certferry.yml';

function secretsOf(which: 'shop' | 'docs', { chain, key }: Issued): Record<string, string> {
  const [chainName, keyName] = variables[which];
  return { [chainName]: chain, [keyName]: key };
}

/** A deployment file whose account has its credentials in secrets: they are what signs a preview. */
export const deploymentFile = `version: 1
accounts:
  aws-prod:
    provider: aws
    regions: [${region}]
    credentials:
      access_key_id: { env: AWS_ACCESS_KEY_ID }
      secret_access_key: { env: AWS_SECRET_ACCESS_KEY }
certificates:
  shop: { from: { env: { chain: SHOP_CHAIN_PEM, key: SHOP_KEY_PEM } } }
  docs: { from: { env: { chain: DOCS_CHAIN_PEM, key: DOCS_KEY_PEM } } }
tasks:
  everywhere:
    accounts: [aws-prod]
    certificates: [shop, docs]
    targets:
      - product: aws/nlb
`;

export async function createPinningWorld(deployment = deploymentFile): Promise<PinningWorld> {
  const stage = await createStage({ aws: { settings: { deployMs: 0, serveDelayMs: 0 } } });
  const { github, old } = stage;
  const [docsOld, docsWanted] = await Promise.all([
    issue(stage.authority, { domains: docsNames, notAfter: old.notAfter }),
    issue(stage.authority, { domains: docsNames }),
  ]);
  const wanted = { shop: stage.renewed, docs: docsWanted };
  const docsBound = stage.region.importCertificate(docsOld);
  const site = await stage.region.addLoadBalancer({
    type: 'network',
    name: 'docs-tls',
    listeners: [{ protocol: 'TLS', certificate: docsBound }],
  });
  const [shop, docs] = [first(stage.nlb.listeners), first(site.listeners)];
  const shopBound = shop.held().default ?? '';
  const added: LoadBalancerHandle[] = [];
  github.push({
    [file]: deployment,
    [`.github/workflows/${workflow}`]: 'name: Certificates\non: [push, pull_request]\njobs: {}\n',
  });
  const env = secretsOf('docs', wanted.docs);

  const world: PinningWorld = {
    stage,
    github,
    deployment,
    shop,
    docs,
    wanted,
    open(files) {
      const number = github.state.nextNumber;
      github.openPull({ number, files: files ?? { [`notes/${number}.md`]: 'why' } });
      return number;
    },
    preview: (pull, step) => world.run(github.event('pull_request', { number: pull }), step),
    async shown(step) {
      const pull = world.open();
      const { exitCode, log } = await world.preview(pull, step);
      if (exitCode !== 0) throw new Error(log);
      return pull;
    },
    merge: (pull, method = 'squash', step = {}) =>
      world.run(github.merge(pull, method).event, step),
    run: (event, { env: more, ...step } = {}) =>
      stage.run(event, { token: github.token(reader), ...step, env: { ...env, ...more } }),
    async add(name) {
      const balancer = await stage.region.addLoadBalancer({
        type: 'network',
        name,
        listeners: [{ protocol: 'TLS', certificate: shopBound }],
      });
      added.push(balancer);
      return balancer;
    },
    async renew(which) {
      // Of the kind that it takes the place of: RSA and ECDSA are bound beside one another.
      const issued = await (which === 'docs'
        ? issue(stage.authority, { domains: docsNames })
        : issue(stage.authority, { domains: names, key: 'rsa-2048' }));
      return { issued, env: secretsOf(which, issued) };
    },
    bound(listener) {
      const arn = listener.held().default;
      return stage.region.certificates().find((one) => one.arn === arn)?.sha256;
    },
    reset() {
      shop.change({ default: shopBound });
      docs.change({ default: docsBound });
      for (const balancer of added.splice(0)) balancer.remove();
    },
    close: () => stage.close(),
  };
  return world;
}

/** What became of each resource, by the name of its load balancer. */
export function states({ report }: ActionRun): Readonly<Record<string, string>> {
  const changes = (report?.tasks ?? []).flatMap((task) => task.changes);
  return Object.fromEntries(
    changes.map(({ name, status }) => [/\/net\/([\w-]+)\//u.exec(name)?.[1] ?? name, status]),
  );
}

/** Why what was held back was, each reason once. */
export function reasons({ report }: ActionRun): string {
  const changes = (report?.tasks ?? []).flatMap((task) => task.changes);
  const told = changes.flatMap(({ error }) =>
    error === null ? [] : [`${error.code}: ${error.message}`],
  );
  return [...new Set(told)].join('\n');
}

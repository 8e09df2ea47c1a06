import type { TriggerEvent } from './trigger.ts';

/** The state of the simulated GitHub: plain records, changed only by routes and builders. */

export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot' | 'Organization';
}

export interface Commit {
  readonly sha: string;
  /** The first parent is the branch that was merged into. */
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Account;
  readonly date: Date;
  /** The whole tree: path to text. */
  readonly files: ReadonlyMap<string, string>;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string | null;
  readonly author: Account;
  readonly draft: boolean;
  readonly head: { readonly repository: Repository; readonly ref: string };
  readonly baseRef: string;
  readonly createdAt: Date;
  headSha: string;
  baseSha: string;
  state: 'open' | 'closed';
  locked: boolean;
  /** While open: the commit of `refs/pull/N/merge`; null when it conflicts. After: what was pushed. */
  mergeCommitSha: string | null;
  /** Every commit of the default branch that GitHub ascribes to this pull request. */
  introduced: ReadonlySet<string>;
  mergedAt: Date | null;
  mergedBy: Account | null;
  closedAt: Date | null;
  updatedAt: Date;
}

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly author: Account;
  readonly createdAt: Date;
  body: string;
  updatedAt: Date;
  /** Every body it ever had, oldest first: GitHub shows them to all readers. */
  readonly history: string[];
}

export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly createdAt: Date;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  labels: readonly string[];
  locked: boolean;
  closedAt: Date | null;
  updatedAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly headSha: string;
  name: string;
  status: string;
  conclusion: string | null;
  externalId: string | null;
  detailsUrl: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  readonly annotations: unknown[];
  startedAt: Date | null;
  completedAt: Date | null;
}

export interface WorkflowRun {
  readonly id: number;
  readonly number: number;
  /** `.github/workflows/certferry.yml` */
  readonly path: string;
  readonly name: string;
  readonly displayTitle: string;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly actor: Account;
  readonly inputs: Readonly<Record<string, string>>;
  /** What its jobs find at `GITHUB_EVENT_PATH`; every attempt finds the same. */
  readonly trigger: TriggerEvent;
  readonly createdAt: Date;
  attempt: number;
  status: string;
  conclusion: string | null;
  updatedAt: Date;
}

/** A step in the life of a run. `repeated` is the start of another attempt. */
export interface RunMoment {
  readonly repository: Repository;
  readonly run: WorkflowRun;
  readonly action: 'requested' | 'repeated' | 'in_progress' | 'completed';
}

export interface Artifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Uint8Array;
  readonly createdAt: Date;
  expired: boolean;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  /** Set on a fork. Forks and their parent share one object store, as on GitHub. */
  readonly parent: Repository | null;
  readonly createdAt: Date;
  readonly branches: Map<string, string>;
  readonly commits: Map<string, Commit>;
  readonly pulls: Map<number, Pull>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly checkRuns: Map<number, CheckRun>;
  readonly runs: Map<number, WorkflowRun>;
  readonly artifacts: Map<number, Artifact>;
  /** Lookups of pull requests by commit that still find nothing, by commit. */
  readonly indexingLag: Map<string, number>;
  nextNumber: number;
}

export interface World {
  /** The API's root without a trailing slash. Known once the server listens. */
  readonly apiUrl: string;
  readonly serverUrl: string;
  /** Enterprise Server tells no digest of an artifact. */
  readonly artifactDigests: boolean;
  readonly now: () => Date;
  readonly nextId: () => number;
  readonly repositories: Map<string, Repository>;
  /** Told of every run, at once and before the request that caused it is answered. */
  readonly runListeners: Set<(moment: RunMoment) => void>;
  /** The account of this login; made when it is first named. */
  account(login: string): Account;
}

/** GitHub's own ids: every comment of a workflow's token shows this author. */
export const actionsBot: Account = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' };
const dependabot: Account = { login: 'dependabot[bot]', id: 49_699_333, type: 'Bot' };

export function createWorld(options: {
  readonly apiUrl: () => string;
  readonly serverUrl: string;
  readonly artifactDigests?: boolean;
  readonly now: () => Date;
}): World {
  let id = 2_400_000_000;
  const accounts = new Map([actionsBot, dependabot].map((bot) => [bot.login, bot]));
  const nextId = () => (id += 1);
  return {
    get apiUrl() {
      return options.apiUrl();
    },
    serverUrl: options.serverUrl,
    artifactDigests: options.artifactDigests ?? true,
    now: options.now,
    nextId,
    repositories: new Map(),
    runListeners: new Set(),
    account(login) {
      const known = accounts.get(login);
      if (known !== undefined) return known;
      const type = login.endsWith('[bot]') ? 'Bot' : 'User';
      const account: Account = { login, id: nextId(), type };
      accounts.set(login, account);
      return account;
    },
  };
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}

export function createRepository(
  world: World,
  name: string,
  options: {
    readonly private: boolean;
    readonly defaultBranch: string;
    readonly parent: Repository | null;
  },
): Repository {
  const [owner = '', short = ''] = name.split('/');
  if (owner === '' || short === '') throw new Error(`"${name}" is not owner/name`);
  const repository: Repository = {
    id: world.nextId(),
    owner: world.account(owner),
    name: short,
    private: options.private,
    defaultBranch: options.defaultBranch,
    parent: options.parent,
    createdAt: world.now(),
    branches: new Map(),
    commits: options.parent?.commits ?? new Map<string, Commit>(),
    pulls: new Map(),
    issues: new Map(),
    comments: new Map(),
    checkRuns: new Map(),
    runs: new Map(),
    artifacts: new Map(),
    indexingLag: new Map(),
    nextNumber: 1,
  };
  world.repositories.set(name.toLowerCase(), repository);
  return repository;
}

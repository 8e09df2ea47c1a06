import { registerApp, type AppBook, type AppHandle, type AppOptions } from './apps.ts';
import { loadContract, type OperationId, type Violation } from './contract.ts';
import { createFaults, type Faults } from './faults.ts';
import type { FileEdits } from './history.ts';
import { createLimits, type LimitSettings } from './limits.ts';
import { knownVersions, type Dials, type Engine, type Seen } from './pipeline.ts';
import { createHandle, type RepositoryHandle } from './repository.ts';
import { createRunners, type Runners } from './runners.ts';
import { listen, type Listening } from './server.ts';
import type { Token } from './tokens.ts';
import { addWebhook, type Webhook, type WebhookOptions } from './webhooks.ts';
import { createRepository, createWorld, type World } from './world.ts';

export interface GitHubOptions {
  /** The repository that the builders of the simulator itself act on. */
  readonly repository?: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  /** Files of the first commit. */
  readonly files?: FileEdits;
  /** GitHub Enterprise Server: another base path, and its own description of the API. */
  readonly ghes?: boolean;
  readonly now?: () => Date;
}

export interface RepositoryOptions {
  readonly defaultBranch?: string;
  readonly private?: boolean;
  readonly files?: FileEdits;
}

/**
 * GitHub on loopback. Requests and answers are held against GitHub's own OpenAPI description;
 * every breach is kept in `violations`, which a test expects to be empty.
 */
export interface GitHubSimulator extends RepositoryHandle {
  /** `GITHUB_API_URL`: without a trailing slash. */
  readonly apiUrl: string;
  /** `GITHUB_SERVER_URL`: only links are made of it. */
  readonly serverUrl: string;
  readonly graphqlUrl: string;
  readonly world: World;
  readonly faults: Faults;
  readonly limits: LimitSettings;
  readonly dials: Dials;
  readonly violations: readonly Violation[];
  readonly requests: readonly Seen[];
  /** Requests of one operation, in order. */
  requestsOf(operation: OperationId): readonly Seen[];
  /** The repository of this name; made with one commit when it is new. */
  repository(name: string, options?: RepositoryOptions): RepositoryHandle;
  /** Registers a GitHub App, whose private key is made here. */
  app(options?: AppOptions): AppHandle;
  /** Takes up the runs that are queued, once it is told how. */
  readonly runners: Runners;
  /** Tells this address of every run in every repository, signed. */
  addWebhook(options: WebhookOptions): Webhook;
  /** Requests of this operation wait until so many have come, then all go on: a race on purpose. */
  rendezvous(operation: OperationId, parties: number): void;
  close(): Promise<void>;
}

interface Meeting {
  left: number;
  readonly open: () => void;
  readonly opened: Promise<void>;
}

export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubSimulator> {
  const ghes = options.ghes ?? false;
  const prefix = ghes ? '/api/v3' : '';
  const contract = await loadContract(ghes ? 'ghes-3.19' : 'api.github.com');
  const listening: { server?: Listening } = {};
  const world = createWorld({
    apiUrl: () => `${listening.server?.origin ?? ''}${prefix}`,
    serverUrl: ghes ? 'https://ghes.example.com' : 'https://github.com',
    artifactDigests: !ghes,
    now: options.now ?? (() => new Date()),
  });
  const tokens = new Map<string, Token>();
  const book: AppBook = { apps: new Map(), installations: new Map(), tokens };
  const violations: Violation[] = [];
  const requests: Seen[] = [];
  const meetings = new Map<string, Meeting>();
  const limits = createLimits();
  const engine: Engine = {
    world,
    contract,
    faults: createFaults(),
    limits,
    dials: { latencyMs: 0, pageLimit: 100, apiVersions: knownVersions },
    book,
    violations,
    requests,
    async meet(operation) {
      const meeting = meetings.get(operation);
      if (meeting === undefined || meeting.left === 0) return;
      meeting.left -= 1;
      if (meeting.left === 0) meeting.open();
      await meeting.opened;
    },
  };
  const server = await listen(engine, prefix);
  listening.server = server;

  const handles = new Map<string, RepositoryHandle>();
  const repository = (name: string, made: RepositoryOptions = {}): RepositoryHandle => {
    const known = handles.get(name.toLowerCase());
    if (known !== undefined) return known;
    const state = createRepository(world, name, {
      private: made.private ?? true,
      defaultBranch: made.defaultBranch ?? 'main',
      parent: null,
    });
    const handle = createHandle({ world, contract, violations, tokens }, state);
    handles.set(name.toLowerCase(), handle);
    handle.push(made.files ?? { 'README.md': `# ${name}\n` }, { message: 'initial commit' });
    return handle;
  };
  const { defaultBranch, files } = options;
  const primary = repository(options.repository ?? 'octo/shop', {
    ...(defaultBranch === undefined ? {} : { defaultBranch }),
    ...(options.private === undefined ? {} : { private: options.private }),
    ...(files === undefined ? {} : { files }),
  });
  return {
    ...primary,
    apiUrl: world.apiUrl,
    serverUrl: world.serverUrl,
    graphqlUrl: ghes ? `${server.origin}/api/graphql` : `${server.origin}/graphql`,
    world,
    faults: engine.faults,
    limits: limits.settings,
    dials: engine.dials,
    violations,
    requests,
    requestsOf: (operation) => requests.filter((seen) => seen.operation === operation),
    repository,
    runners: createRunners(world, (thrown) => {
      violations.push({ operation: 'simulator', where: 'response', message: String(thrown) });
    }),
    addWebhook: (given) => addWebhook({ world, contract, violations }, given),
    app: (given) => registerApp(world, book, given),
    rendezvous(operation, parties) {
      const { promise, resolve } = Promise.withResolvers<void>();
      meetings.set(operation, { left: parties, open: resolve, opened: promise });
    },
    close: () => server.close(),
  };
}

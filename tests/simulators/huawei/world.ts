import { createPropagation, type Propagation } from '../tls/propagation.ts';
import { ids } from './ids.ts';
import type { Account, Caller, Project } from './model.ts';
import type { Settings } from './settings.ts';

/** All state of the simulated cloud, and the few rules that more than one service follows. */
export interface World {
  readonly settings: Settings;
  readonly now: () => number;
  /** By name. */
  readonly accounts: Map<string, Account>;
  /** By access key. */
  readonly callers: Map<string, Caller>;
  /** Unscoped tokens of the old federation, and whom they make. */
  readonly unscopedTokens: Map<string, { readonly caller: Caller; readonly expiresAt: number }>;
  /** Who sends an unsigned request, in an account that nothing else sees. */
  readonly nobody: Caller;
  openAccount(name: string): Account;
  /** The project of this name (a region's id for its main project), made on first use. */
  openProject(account: Account, name: string): Project;
  /** Project ids are unique in the cloud. */
  findProject(id: string): Project | undefined;
  createCaller(account: Account, options?: NewCaller): Caller;
  serve<T>(initial: T, delayMs: () => number): Propagation<T>;
}

export type NewCaller = Partial<
  Pick<Caller, 'session' | 'agency' | 'deny' | 'iamUser' | 'enterpriseProjects'>
>;

export const defaultEnterpriseProject = '0';

function emptyAccount(name: string): Account {
  return {
    id: ids.hex32(),
    name,
    projects: new Map(),
    cdnDomains: new Map(),
    agencies: new Map(),
    identityProviders: new Map(),
    scmCertificates: new Map(),
    enterpriseProjects: true,
    cdn: true,
    scmDelegation: false,
  };
}

function newCaller(account: Account, options: NewCaller): Caller {
  return {
    accessKey: options.session === undefined ? ids.accessKey() : ids.temporaryAccessKey(),
    secretKey: ids.secret(),
    session: options.session,
    account,
    agency: options.agency,
    deny: options.deny ?? new Set(),
    iamUser: options.iamUser ?? true,
    enterpriseProjects: options.enterpriseProjects,
    active: true,
    failures: 0,
    lockedUntil: 0,
  };
}

export function createWorld(settings: Settings, now: () => number): World {
  const accounts = new Map<string, Account>();
  const callers = new Map<string, Caller>();
  const projects = new Map<string, Project>();
  return {
    settings,
    now,
    accounts,
    callers,
    nobody: newCaller(emptyAccount('nobody'), {}),
    unscopedTokens: new Map(),

    openAccount(name) {
      const account = accounts.get(name) ?? emptyAccount(name);
      accounts.set(name, account);
      return account;
    },

    openProject(account, name) {
      const known = account.projects.get(name);
      if (known !== undefined) return known;
      const project: Project = {
        id: ids.hex32(),
        name,
        region: name.split('_', 1)[0] ?? name,
        account,
        enabled: true,
        privateKeyEcho: true,
        loadBalancers: new Map(),
        listeners: new Map(),
        certificates: new Map(),
      };
      account.projects.set(name, project);
      projects.set(project.id, project);
      return project;
    },

    findProject: (id) => projects.get(id),

    createCaller(account, options = {}) {
      const caller = newCaller(account, options);
      callers.set(caller.accessKey, caller);
      return caller;
    },

    serve: (initial, delayMs) => createPropagation(initial, { delayMs, now }),
  };
}

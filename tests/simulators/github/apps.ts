import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { Permissions, Token } from './tokens.ts';
import { fullName, type Account, type Repository, type World } from './world.ts';

/** A GitHub App as it is registered. */
export interface App {
  readonly id: number;
  readonly slug: string;
  readonly owner: Account;
  /** What proves its JWTs. */
  readonly publicKey: KeyObject;
  readonly permissions: Permissions;
  readonly events: readonly string[];
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  /** What the account's owner agreed to, perhaps less than the App wants by now. */
  readonly permissions: Permissions;
  readonly repositories: ReadonlyMap<number, Repository>;
  readonly createdAt: Date;
  suspendedAt: Date | null;
}

export interface AppOptions {
  readonly slug?: string;
  readonly permissions?: Permissions;
  readonly events?: readonly string[];
}

/** One installation, as its owner handles it. */
export interface InstallationHandle {
  readonly id: number;
  suspend(): void;
  /** Takes its tokens away as well. */
  uninstall(): void;
}

/** What the person has who registered the App. */
export interface AppHandle {
  readonly id: number;
  readonly slug: string;
  /** PKCS#1 PEM, as GitHub hands it out. */
  readonly privateKey: string;
  install(
    repositories: readonly Repository[],
    options?: { readonly permissions?: Permissions },
  ): InstallationHandle;
  /** Tokens that its installations were given, in order. */
  tokens(): readonly Token[];
}

/** All Apps and where they are installed. */
export interface AppBook {
  readonly apps: Map<number, App>;
  readonly installations: Map<number, Installation>;
  /** Every token by its value; tokens of installations are added here. */
  readonly tokens: Map<string, Token>;
}

export function registerApp(world: World, book: AppBook, options: AppOptions = {}): AppHandle {
  const { slug = 'certferry', permissions = { actions: 'write' } } = options;
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
  const app: App = {
    id: world.nextId(),
    slug,
    owner: world.account('certferry-operator'),
    publicKey: createPublicKey(pem),
    permissions: { metadata: 'read', ...permissions },
    events: options.events ?? ['workflow_run'],
  };
  book.apps.set(app.id, app);
  const author = world.account(`${slug}[bot]`);
  const tokens = () => [...book.tokens.values()].filter((token) => token.author === author);
  return {
    id: app.id,
    slug,
    privateKey: pem,
    tokens,
    install(repositories, { permissions: granted = app.permissions } = {}) {
      const [first] = repositories;
      if (first === undefined) throw new Error('an installation has repositories');
      const owners = new Set(repositories.map(({ owner }) => owner));
      if (owners.size > 1) throw new Error(`${repositories.map(fullName).join(', ')}: two owners`);
      const installation: Installation = {
        id: world.nextId(),
        app,
        account: first.owner,
        permissions: { metadata: 'read', ...granted },
        repositories: new Map(repositories.map((one) => [one.id, one])),
        createdAt: world.now(),
        suspendedAt: null,
      };
      book.installations.set(installation.id, installation);
      return {
        id: installation.id,
        suspend() {
          installation.suspendedAt = world.now();
        },
        uninstall() {
          book.installations.delete(installation.id);
          for (const { value, repositories: reach } of tokens()) {
            if ([...reach].every((id) => installation.repositories.has(id))) {
              book.tokens.delete(value);
            }
          }
        },
      };
    },
  };
}

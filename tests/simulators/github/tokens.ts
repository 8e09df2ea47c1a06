import { randomBytes } from 'node:crypto';

import { actionsBot, type Account, type Repository, type World } from './world.ts';

/** Names and levels as a workflow's `permissions:` block writes them. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** Any one of these is enough. */
export type Needs = readonly (readonly [scope: string, level: 'read' | 'write'])[];

export interface Token {
  readonly value: string;
  readonly author: Account;
  /**
   * `workflow` is `GITHUB_TOKEN`; `app` an installation token of another App; `user` a classic personal
   * token, which may do whatever its owner may; `fine-grained` a personal one with permissions.
   */
  readonly kind: 'workflow' | 'app' | 'user' | 'fine-grained';
  readonly permissions: Permissions;
  readonly repositories: ReadonlySet<number>;
  /** Null: it lives as long as the simulator. */
  readonly expiresAt: Date | null;
  /** Of an installation: whether its owner has suspended it. */
  readonly isSuspended?: () => boolean;
}

export interface TokenOptions {
  readonly permissions?: Permissions;
  /** The workflow was started from a fork or by Dependabot: every `write` becomes `read`. */
  readonly readOnly?: boolean;
  /** `slug[bot]` makes an App's token, any other login a personal one. Default: the workflow's. */
  readonly as?: string;
  /** A personal token with permissions of its own. */
  readonly fineGrained?: boolean;
  readonly expiresAt?: Date;
}

/** Since 2026-04-27 installation tokens are `ghs_<app>_<JWT>` of about 520 characters. */
export function installationToken(appId: number): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  return `ghs_${appId}_${part(27)}.${part(180)}.${part(192)}`;
}

function valueOf(kind: Token['kind']): string {
  const letters = (bytes: number) =>
    randomBytes(bytes).toString('base64url').replaceAll(/[-_]/gu, 'x');
  switch (kind) {
    case 'user':
      return `ghp_${letters(27)}`;
    case 'fine-grained':
      return `github_pat_${letters(16)}_${letters(44)}`;
    case 'workflow':
    case 'app':
      return installationToken(15_368);
  }
}

function kindOf(author: Account, options: TokenOptions): Token['kind'] {
  if (options.as === undefined) return 'workflow';
  if (author.type === 'Bot') return 'app';
  return options.fineGrained === true ? 'fine-grained' : 'user';
}

export function createToken(world: World, repository: Repository, options: TokenOptions): Token {
  const author = options.as === undefined ? actionsBot : world.account(options.as);
  const kind = kindOf(author, options);
  const declared = Object.entries(options.permissions ?? { contents: 'read' });
  return {
    value: valueOf(kind),
    author,
    kind,
    permissions: Object.fromEntries([
      ['metadata', 'read'],
      ...declared.map(([scope, level]) => [scope, options.readOnly === true ? 'read' : level]),
    ]) as Permissions,
    repositories: new Set([repository.id]),
    expiresAt: options.expiresAt ?? null,
  };
}

export function allows(token: Token, needs: Needs): boolean {
  return needs.some(([scope, level]) => {
    const granted = token.permissions[scope];
    return granted === 'write' || granted === level;
  });
}

/** The header in which GitHub says what would have been enough. */
export function acceptedPermissions(needs: Needs): string {
  return needs.map(([scope, level]) => `${scope.replaceAll('-', '_')}=${level}`).join('; ');
}

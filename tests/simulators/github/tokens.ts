import { randomBytes } from 'node:crypto';

import { actionsBot, type Account, type Repository, type World } from './world.ts';

/** Names and levels as a workflow's `permissions:` block writes them. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** Any one of these is enough. */
export type Needs = readonly (readonly [scope: string, level: 'read' | 'write'])[];

export interface Token {
  readonly value: string;
  readonly author: Account;
  /** `workflow` is `GITHUB_TOKEN`; `app` an installation token of another App; `user` a PAT. */
  readonly kind: 'workflow' | 'app' | 'user';
  readonly permissions: Permissions;
  readonly repositories: ReadonlySet<number>;
}

export interface TokenOptions {
  readonly permissions?: Permissions;
  /** The workflow was started from a fork or by Dependabot: every `write` becomes `read`. */
  readonly readOnly?: boolean;
  /** `slug[bot]` makes an App's token, any other login a personal one. Default: the workflow's. */
  readonly as?: string;
}

/** Since 2026-04-27 installation tokens are `ghs_<app>_<JWT>` of about 520 characters. */
function installationToken(): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url');
  return `ghs_15368_${part(27)}.${part(180)}.${part(192)}`;
}

export function createToken(world: World, repository: Repository, options: TokenOptions): Token {
  const author = options.as === undefined ? actionsBot : world.account(options.as);
  const kind = options.as === undefined ? 'workflow' : author.type === 'Bot' ? 'app' : 'user';
  const declared = Object.entries(options.permissions ?? { contents: 'read' });
  return {
    value:
      kind === 'user'
        ? `ghp_${randomBytes(27).toString('base64url').replaceAll(/[-_]/gu, 'x')}`
        : installationToken(),
    author,
    kind,
    permissions: Object.fromEntries([
      ['metadata', 'read'],
      ...declared.map(([scope, level]) => [scope, options.readOnly === true ? 'read' : level]),
    ]) as Permissions,
    repositories: new Set([repository.id]),
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

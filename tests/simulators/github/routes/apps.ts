import type { IncomingHttpHeaders } from 'node:http';

import { errorAnswer, notFound, Refused, type Answer } from '../answers.ts';
import { appOfJwt } from '../app-jwt.ts';
import type { App, AppBook, Installation } from '../apps.ts';
import type { OperationId } from '../contract.ts';
import { accountShape, repositoryShape, time, type Shape } from '../shapes.ts';
import { installationToken, type Permissions, type Token } from '../tokens.ts';
import type { World } from '../world.ts';

/** A checked request of an App itself. */
export interface AppAsk {
  readonly world: World;
  readonly book: AppBook;
  readonly app: App;
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Tokens of installations live for an hour. */
const lifeMs = 3_600_000;

/** The API writes scopes with underscores, workflow files with hyphens. */
function permissionsShape(permissions: Permissions): Shape {
  return Object.fromEntries(
    Object.entries(permissions).map(([scope, level]) => [scope.replaceAll('-', '_'), level]),
  );
}

function installationShape(world: World, installation: Installation): Shape {
  const { id, app, account, permissions, createdAt, suspendedAt } = installation;
  return {
    id,
    account: accountShape(world, account),
    repository_selection: 'selected',
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.serverUrl}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: permissionsShape(permissions),
    events: app.events,
    created_at: time(createdAt),
    updated_at: time(createdAt),
    single_file_name: null,
    suspended_by: null,
    suspended_at: time(suspendedAt),
  };
}

/** What was asked for, or all that there is. More than that is refused as a whole. */
function grantedTo(installation: Installation, asked: unknown): Permissions {
  if (asked === undefined) return installation.permissions;
  const wanted = Object.entries(asked as Permissions).map(
    ([scope, level]) => [scope.replaceAll('_', '-'), level] as const,
  );
  for (const [scope, level] of wanted) {
    const has = installation.permissions[scope];
    if (has !== 'write' && has !== level) {
      throw new Refused(
        errorAnswer(422, 'The permissions requested are not granted to this installation.'),
      );
    }
  }
  return { metadata: 'read', ...Object.fromEntries(wanted) };
}

function reachOf(installation: Installation, body: AppAsk['body']): readonly number[] {
  const { repositories } = installation;
  const names = body['repositories'] as readonly string[] | undefined;
  const ids = body['repository_ids'] as readonly number[] | undefined;
  if (names === undefined && ids === undefined) return [...repositories.keys()];
  const named = (names ?? []).map(
    (name) => [...repositories.values()].find((one) => one.name === name)?.id ?? 0,
  );
  const wanted = [...(ids ?? []), ...named];
  if (!wanted.every((id) => repositories.has(id))) {
    throw new Refused(
      errorAnswer(
        422,
        'There is at least one repository that does not exist or is not accessible to the parent installation.',
      ),
    );
  }
  return wanted;
}

function createAccessToken({ world, book, app, params, body }: AppAsk): Answer {
  const installation = book.installations.get(Number(params['installation_id']));
  if (installation?.app !== app) return notFound;
  if (installation.suspendedAt !== null) {
    return errorAnswer(403, 'This installation has been suspended');
  }
  const reach = reachOf(installation, body);
  const token: Token = {
    value: installationToken(app.id),
    author: world.account(`${app.slug}[bot]`),
    kind: 'app',
    permissions: grantedTo(installation, body['permissions']),
    repositories: new Set(reach),
    expiresAt: new Date(world.now().getTime() + lifeMs),
    isSuspended: () => installation.suspendedAt !== null,
  };
  book.tokens.set(token.value, token);
  const narrowed = body['repositories'] !== undefined || body['repository_ids'] !== undefined;
  return {
    status: 201,
    body: {
      token: token.value,
      expires_at: time(token.expiresAt),
      permissions: permissionsShape(token.permissions),
      repository_selection: 'selected',
      ...(narrowed
        ? {
            repositories: reach.flatMap((id) => {
              const repository = installation.repositories.get(id);
              return repository === undefined ? [] : [repositoryShape(world, repository)];
            }),
          }
        : {}),
    },
  };
}

function repositoryInstallation({ world, book, app, params }: AppAsk): Answer {
  const name = `${params['owner']}/${params['repo']}`.toLowerCase();
  const repository = world.repositories.get(name);
  const installation = [...book.installations.values()].find(
    (one) => one.app === app && repository !== undefined && one.repositories.has(repository.id),
  );
  if (installation === undefined) return notFound;
  return { status: 200, body: installationShape(world, installation) };
}

const appRoutes: Partial<Record<OperationId, (ask: AppAsk) => Answer>> = {
  'apps/create-installation-access-token': createAccessToken,
  'apps/get-repo-installation': repositoryInstallation,
};

/** Operations that an App asks for with a JWT of its own, and nobody with a token. */
export function isAppOperation(operation: string): operation is OperationId {
  return operation in appRoutes;
}

/** Throws a `Refused` where the JWT is not good. */
export function answerApp(
  operation: OperationId,
  ask: Omit<AppAsk, 'app'>,
  headers: IncomingHttpHeaders,
): Answer {
  const app = appOfJwt(ask.book, headers, ask.world.now());
  const handle = appRoutes[operation];
  if (handle === undefined) throw new Error(`no route for ${operation}`);
  return handle({ ...ask, app });
}

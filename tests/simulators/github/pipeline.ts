import type { IncomingHttpHeaders } from 'node:http';

import { errorAnswer, faultAnswer, notFound, Refused, type Answer } from './answers.ts';
import type { AppBook } from './apps.ts';
import type {
  Contract,
  IncomingCall,
  MatchedOperation,
  OperationId,
  Violation,
} from './contract.ts';
import type { Fault, Faults } from './faults.ts';
import type { Limits } from './limits.ts';
import { actionRoutes } from './routes/actions.ts';
import { answerApp, isAppOperation } from './routes/apps.ts';
import { codeRoutes } from './routes/code.ts';
import { issueRoutes } from './routes/issues.ts';
import type { Route } from './routes/route.ts';
import { acceptedPermissions, allows, type Token } from './tokens.ts';
import type { Repository, World } from './world.ts';

/** What one client sent and got. The token itself is not kept. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly operation: OperationId | 'unknown' | 'blob';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly at: Date;
  /** 0: no answer was given. */
  status: number;
}

/** What tests turn while the server runs. */
export interface Dials {
  latencyMs: number;
  pageLimit: number;
  /** Versions that `X-GitHub-Api-Version` may name; a request without one gets the first. */
  apiVersions: readonly string[];
}

export interface Engine {
  readonly world: World;
  readonly contract: Contract;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly dials: Dials;
  /** Apps, installations and every token. */
  readonly book: AppBook;
  readonly violations: Violation[];
  readonly requests: Seen[];
  /** Holds requests of an operation until so many have come. */
  meet(operation: string): Promise<void>;
}

const routes: Partial<Record<string, Route>> = { ...codeRoutes, ...issueRoutes, ...actionRoutes };
export const knownVersions = ['2022-11-28', '2026-03-10'];

/** In the words that github.com has for it. */
function unknownVersion(version: string, known: readonly string[]): Answer {
  const listed = known.map((one) => `"${one}"`).join(', ');
  return errorAnswer(
    400,
    `The version you specified in the "X-GitHub-API-Version" request header, "${version}", is not a supported version. The following versions are currently supported: ${listed}.`,
  );
}

function pathParams(template: string, path: string): Record<string, string> {
  const values = path.split('/');
  return Object.fromEntries(
    template.split('/').flatMap((part, index) => {
      const name = /^\{(.+)\}$/u.exec(part)?.[1];
      return name === undefined ? [] : [[name, decodeURIComponent(values[index] ?? '')]];
    }),
  );
}

function linkHeader(
  world: World,
  repository: Repository,
  call: IncomingCall,
  page: NonNullable<Answer['page']>,
): string {
  const rest = call.path.split('/').slice(4).join('/');
  const url = (number: number) => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(number));
    return `${world.apiUrl}/repositories/${repository.id}/${rest}?${query.toString()}`;
  };
  const rels: string[] = [];
  if (page.number > 1) rels.push(`<${url(page.number - 1)}>; rel="prev"`);
  if (page.number < page.last)
    rels.push(`<${url(page.number + 1)}>; rel="next"`, `<${url(page.last)}>; rel="last"`);
  if (page.number > 1) rels.push(`<${url(1)}>; rel="first"`);
  return rels.join(', ');
}

function repositoryOf(
  engine: Engine,
  operation: MatchedOperation,
  call: IncomingCall,
  token: Token | undefined,
): Repository {
  const params = pathParams(operation.template, call.path);
  const name = `${params['owner']}/${params['repo']}`.toLowerCase();
  const repository = engine.world.repositories.get(name);
  const seen =
    repository !== undefined &&
    (!repository.private || token?.repositories.has(repository.id) === true);
  // GitHub does not say whether a repository exists that the token may not see.
  if (!seen) throw new Refused(notFound);
  return repository;
}

function checkPermission(
  route: Route,
  repository: Repository,
  token: Token | undefined,
  method: string,
): Token {
  const open = !repository.private && method === 'GET';
  if (token === undefined) throw new Refused(errorAnswer(401, 'Requires authentication'));
  if (token.kind === 'user' || open || allows(token, route.needs)) return token;
  const whom = token.kind === 'fine-grained' ? 'personal access token' : 'integration';
  throw new Refused(
    errorAnswer(403, `Resource not accessible by ${whom}`, {
      'x-accepted-github-permissions': acceptedPermissions(route.needs),
    }),
  );
}

/** GitHub's refusal of a body, a query or a path that its description does not allow. */
function checkContract(engine: Engine, call: IncomingCall, operation: MatchedOperation): void {
  const { contract } = engine;
  const newer = contract.newerKeys(call, operation);
  const rest = Object.entries((call.body ?? {}) as Readonly<Record<string, unknown>>).filter(
    ([key]) => !newer.includes(key),
  );
  const body = newer.length === 0 ? call.body : Object.fromEntries(rest);
  const violations = contract.checkRequest({ ...call, body }, operation);
  engine.violations.push(...violations);
  const reasons = [
    ...violations.map(({ message }) => message),
    ...newer.map((key) => `"${key}" is not a permitted key.`),
  ];
  if (reasons.length > 0) {
    throw new Refused(errorAnswer(422, `Invalid request. ${reasons.join('; ')}`));
  }
}

function carryOut(
  engine: Engine,
  call: IncomingCall,
  operation: MatchedOperation,
  caller: { readonly token: Token | undefined; readonly headers: IncomingHttpHeaders },
): Answer {
  const { world, book, dials } = engine;
  const params = pathParams(operation.template, call.path);
  const body = (call.body ?? {}) as Readonly<Record<string, unknown>>;
  try {
    if (isAppOperation(operation.id)) {
      checkContract(engine, call, operation);
      return answerApp(operation.id, { world, book, params, body }, caller.headers);
    }
    const { token } = caller;
    const repository = repositoryOf(engine, operation, call, token);
    checkContract(engine, call, operation);
    const route = routes[operation.id];
    if (route === undefined) throw new Error(`no route for ${operation.id}`);
    const answer = route.handle({
      world,
      repository,
      params,
      query: new URLSearchParams(call.query),
      body,
      token: checkPermission(route, repository, token, call.method),
      pageLimit: dials.pageLimit,
    });
    if (answer.page === undefined) return answer;
    const link = linkHeader(world, repository, call, answer.page);
    return link === '' ? answer : { ...answer, headers: { ...answer.headers, link } };
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.answer;
    throw thrown;
  }
}

function tokenOf(engine: Engine, headers: IncomingHttpHeaders): Token | undefined {
  if (headers.authorization === undefined) return undefined;
  const value = /^(?:token|bearer) (.+)$/iu.exec(headers.authorization)?.[1] ?? '';
  const token = engine.book.tokens.get(value);
  const ends = token?.expiresAt?.getTime() ?? Infinity;
  if (token === undefined || ends <= engine.world.now().getTime()) {
    throw new Refused(errorAnswer(401, 'Bad credentials'));
  }
  if (token.isSuspended?.() === true) {
    throw new Refused(errorAnswer(403, 'This installation has been suspended'));
  }
  return token;
}

interface Reply {
  /** Undefined: the client gets no HTTP answer. */
  readonly answer: Answer | undefined;
  readonly token: Token | undefined;
  readonly fault: Fault | undefined;
}

/** What a request is answered: faults, limits, the contract, permissions, then the route. */
export async function replyTo(
  engine: Engine,
  call: IncomingCall,
  operation: MatchedOperation | undefined,
  headers: IncomingHttpHeaders,
): Promise<Reply> {
  const { world, contract, faults, limits } = engine;
  const fault = faults.take({
    method: call.method,
    path: call.path,
    operation: operation?.id ?? 'unknown',
  });
  const plain = (answer: Answer, token?: Token): Reply => ({ answer, token, fault });
  if (headers['user-agent'] === undefined) {
    return plain(errorAnswer(403, 'Request forbidden by administrative rules.'));
  }
  const version = headers['x-github-api-version'];
  const { apiVersions } = engine.dials;
  if (version !== undefined && !apiVersions.includes(String(version))) {
    return plain(unknownVersion(String(version), apiVersions));
  }
  if (operation === undefined) {
    const message = `${call.method} ${call.path} is not an operation that the simulator knows`;
    engine.violations.push({ operation: 'unknown', where: 'path', message });
    return plain(notFound);
  }
  let token: Token | undefined;
  try {
    token = isAppOperation(operation.id) ? undefined : tokenOf(engine, headers);
  } catch (thrown) {
    if (thrown instanceof Refused) return plain(thrown.answer);
    throw thrown;
  }
  if (fault !== undefined && fault.carriedOut !== true) {
    return { answer: faultAnswer(fault, world.now()), token, fault };
  }
  const over = token === undefined ? undefined : limits.charge(token, call.method, world.now());
  if (over !== undefined) return plain(over, token);
  await engine.meet(operation.id);
  const answer = carryOut(engine, call, operation, { token, headers });
  if (fault !== undefined) return { answer: faultAnswer(fault, world.now()), token, fault };
  const breaches = contract.checkResponse(operation.id, answer.status, answer.body ?? null);
  if (answer.status !== 302) engine.violations.push(...breaches);
  return plain(answer, token);
}

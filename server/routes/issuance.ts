import type { IncomingMessage } from 'node:http';

import { Hono } from 'hono';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

import { readBody } from '../body.ts';
import { createClientAddress } from '../client-address.ts';
import type { Answer, IntakeRequest } from '../intake/adapter.ts';
import type { Addressed, Receive } from '../intake/receive.ts';
import type { Sources } from '../intake/sources.ts';
import type { AppContext, AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';

export interface IssuanceRoutesOptions {
  readonly ports: Pick<Ports, 'clock' | 'settings'>;
  readonly receive: Receive;
  readonly sources: Sources;
  /** Requests that are being answered at one time; more are asked to come again. */
  readonly mostInFlight?: number;
}

/** An EC bundle with its key takes 3 kB, RSA 4096 with a hundred names 10 kB. */
export const mostBytes = 262_144;
const mostHeaderLines = 64;

/**
 * The doors that certificates come in by. Whatever is not proven gets one and the same answer, so that
 * nobody can learn the names of sources by asking for them.
 */
export function issuanceRoutes(options: IssuanceRoutesOptions): Hono<AppEnv> {
  const { ports, receive, sources, mostInFlight = 50 } = options;
  const addressOf = createClientAddress(ports.settings.trustedProxies);
  const routes = new Hono<AppEnv>();
  let inFlight = 0;

  async function answer(c: AppContext, to: Addressed, dryRun: boolean): Promise<Response> {
    if (inFlight >= mostInFlight) {
      throw problems.busy('too many requests at once', { 'retry-after': '1' });
    }
    inFlight += 1;
    try {
      return respond(c, await receive(await read(c, dryRun), to));
    } finally {
      inFlight -= 1;
    }
  }

  async function read(c: AppContext, dryRun: boolean): Promise<IntakeRequest> {
    const incoming = incomingOf(c);
    if (incoming !== undefined && incoming.rawHeaders.length > 2 * mostHeaderLines) {
      throw problems.malformed(`more than ${mostHeaderLines} header lines`);
    }
    if (c.req.header('content-encoding') !== undefined) {
      throw problems.wrongType('bodies are taken without content encoding');
    }
    const body = await readBody(c, mostBytes);
    return {
      method: c.req.method,
      header: (name) => c.req.header(name),
      get query() {
        return new URL(c.req.url).searchParams;
      },
      body,
      mediaType: c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase(),
      address: addressOf(c),
      now: ports.clock.now(),
      dryRun,
    };
  }

  routes.post('/webhooks/issuance', (c) => {
    const name = c.req.query('source');
    return answer(c, name === undefined ? { own: true } : { own: true, name }, false);
  });
  routes.post('/webhooks/issuance/:source', (c) =>
    answer(c, { segment: c.req.param('source') }, false),
  );
  routes.post('/webhooks/issuance/:source/test', (c) =>
    answer(c, { segment: c.req.param('source') }, true),
  );

  routes.get('/webhooks/issuance/:source', (c) => {
    const segment = c.req.param('source');
    const takesGet = sources.find(segment)?.adapter?.methods.includes('GET') === true;
    if (!takesGet) throw problems.methodNotAllowed(undefined, { allow: 'POST' });
    return answer(c, { segment }, false);
  });

  // A sender asks whether it may send; one that takes no part is answered with 405.
  // https://github.com/cloudevents/spec/blob/main/cloudevents/http-webhook.md#4-abuse-protection
  routes.options('/webhooks/issuance/:source', (c) => {
    const source = sources.find(c.req.param('source'));
    const asks = c.req.header('webhook-request-origin') !== undefined;
    if (source?.adapter?.handshake !== true || !asks) {
      throw problems.methodNotAllowed(undefined, { allow: 'POST' });
    }
    return c.body(null, 200, {
      allow: 'POST',
      'webhook-allowed-origin': '*',
      'webhook-allowed-rate': String(source.common.rate.per_minute),
    });
  });

  return routes;
}

function respond(c: AppContext, { status, body }: Answer): Response {
  if (body === null) return c.body(null, 204);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every status that is answered has a body
  const code = status as ContentfulStatusCode;
  return typeof body === 'string' ? c.text(body, code) : c.json(body, code);
}

/** Undefined for a request that a test made by hand. */
function incomingOf(c: Context): IncomingMessage | undefined {
  const env: { readonly incoming?: IncomingMessage } | undefined = c.env;
  return env?.incoming;
}

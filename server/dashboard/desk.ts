import { timingSafeEqual } from 'node:crypto';

import type { Hono } from 'hono';
import { getCookie } from 'hono/cookie';

import { errorFacts } from '../log.ts';
import type { AppContext, AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { asProblem } from '../problem-reply.ts';
import { problems } from '../problem.ts';
import type { Problem } from '../problem.ts';
import { readForm } from './form.ts';
import { address, html } from './html.ts';
import type { Html } from './html.ts';
import { layout, plain } from './layout.ts';
import type { Page } from './layout.ts';
import { requireSameOrigin } from './origin.ts';
import type { Session, Sessions } from './sessions.ts';

/** A page that somebody who is signed in asks for. */
export interface Visit {
  readonly session: Session;
  readonly now: Date;
  /** Of the path; throws 404 where it is not there. */
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
}

export interface Act extends Visit {
  readonly form: URLSearchParams;
}

/** What an action came to: a sentence, and the page that shows it. */
export interface Done {
  readonly message: string;
  readonly to: string;
}

/** Where pages and their actions are put: behind the sign-in, each in the frame of all. */
export interface Desk {
  page(path: string, make: (visit: Visit) => Promise<Page>): void;
  /** For operators only. Answers with a redirect, so that a page loaded again does nothing again. */
  action(path: string, work: (act: Act) => Promise<Done>): void;
}

/** No script, nothing from elsewhere, no form to elsewhere, in nobody's frame. */
export const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

/** With the receiver's address on https the browser itself guards the cookie against other hosts. */
export const cookieName = ({ url }: Pick<Ports['settings'], 'url'>): string =>
  url.startsWith('https:') ? '__Host-certferry' : 'certferry';

/** Answers with a page. */
export async function show(
  c: AppContext,
  content: Html,
  code: 200 | 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 500 | 503 = 200,
): Promise<Response> {
  c.header('content-security-policy', policy);
  // Browsers leave the origin out of what a form sends under `no-referrer`.
  // https://fetch.spec.whatwg.org/#append-a-request-origin-header
  c.header('referrer-policy', 'same-origin');
  c.header('cross-origin-opener-policy', 'same-origin');
  c.header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
  return await c.html(content, code);
}

export function createDesk(
  routes: Hono<AppEnv>,
  { ports, sessions }: { readonly ports: Ports; readonly sessions: Sessions },
): Desk {
  const { clock, log, settings } = ports;

  async function find(c: AppContext): Promise<Session | undefined> {
    const cookie = getCookie(c, cookieName(settings));
    return cookie === undefined ? undefined : await sessions.find(cookie);
  }

  async function signIn(c: AppContext): Promise<Response> {
    const here = new URL(c.req.url);
    if (c.req.method === 'GET' && c.req.header('sec-fetch-site') === 'cross-site') {
      // A strict cookie does not come along from another site, a mail for example; it does from here.
      return await show(c, again);
    }
    const next = c.req.method === 'GET' ? `${here.pathname}${here.search}` : undefined;
    return c.redirect(address('/dashboard/sign-in', { next }), 303);
  }

  const visitOf = (c: AppContext, session: Session): Visit => ({
    session,
    now: clock.now(),
    param: (name) => {
      const value = c.req.param(name);
      if (value === undefined) throw problems.notFound();
      return value;
    },
    query: (name) => c.req.query(name),
  });

  routes.onError(async (thrown, c) => await failed(c, asProblem(thrown), log));

  return {
    page(path, make) {
      routes.get(path, async (c) => {
        const session = await find(c);
        if (session === undefined) return await signIn(c);
        const page = await make(visitOf(c, session));
        if (session.message !== null) await sessions.takeMessage(session.idHash);
        return await show(c, layout(page, session));
      });
    },
    action(path, work) {
      routes.post(path, async (c) => {
        requireSameOrigin(c, settings);
        const session = await find(c);
        if (session === undefined) return await signIn(c);
        const form = await readForm(c);
        requireFormToken(form, session);
        if (session.role !== 'operator') {
          throw problems.forbidden('a viewer may look at everything and change nothing');
        }
        const { message, to } = await work({ ...visitOf(c, session), form });
        log.info('operator acted', { operator: session.name, action: c.req.path, result: message });
        await sessions.leaveMessage(session.idHash, message);
        return c.redirect(to, 303);
      });
    },
  };
}

/** Throws 403 for a form that no page of this session made. */
export function requireFormToken(form: URLSearchParams, { formToken }: Session): void {
  const given = Buffer.from(form.get('form_token') ?? '');
  const wanted = Buffer.from(formToken);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw problems.forbidden('the form is of another session: load the page again');
  }
}

const again = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="0" />
      <title>Certferry</title>
    </head>
    <body>
      <p>One moment: the page is being opened.</p>
    </body>
  </html>`;

const shownCodes = [400, 401, 403, 404, 409, 413, 415, 422, 429, 503] as const;

async function failed(c: AppContext, problem: Problem, log: Ports['log']): Promise<Response> {
  const { status, title, detail, headers = {} } = problem.details;
  if (status >= 500) {
    const facts = { requestId: c.get('requestId'), ...errorFacts(problem.cause ?? problem) };
    log.error('page failed', facts);
  }
  for (const [key, value] of Object.entries(headers)) c.header(key, value);
  const code = shownCodes.find((known) => known === status) ?? 500;
  const content = html`<p>${detail ?? 'There is nothing more to say about it.'}</p>
    ${
      code === 500
        ? html`<p>
            The log of the receiver says why, at request <code>${c.get('requestId')}</code>.
          </p>`
        : ''
    }
    <p><a href="/dashboard">Back to the overview</a></p>`;
  return await show(c, plain(title, content), code);
}

import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

import { createClientAddress } from '../client-address.ts';
import { addressKey, createRateLimit } from '../intake/rate-limit.ts';
import type { Rate } from '../intake/rate-limit.ts';
import type { AppContext, AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import { cookieName, requireFormToken, show } from './desk.ts';
import { readForm } from './form.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { plain } from './layout.ts';
import { identify } from './operators.ts';
import { requireSameOrigin } from './origin.ts';
import { longestSeconds } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { shape } from './widgets.ts';

export interface SignInLimits {
  /** Attempts, successful ones too, of one address. */
  readonly perAddress: Rate;
  readonly all: Rate;
}

const standing: SignInLimits = {
  perAddress: { per_minute: 6, burst: 10 },
  all: { per_minute: 120, burst: 120 },
};

/** Addresses of ours only: what stands in a link can send nobody elsewhere. */
const isOwnPath = (path: string) => /^\/dashboard(?:[/?][\w\-./~%?=&+:]*)?$/u.test(path);

/** In and out. A token stands in no address, log or page. */
export function signInRoutes(
  ports: Ports,
  sessions: Sessions,
  limits: SignInLimits = standing,
): Hono<AppEnv> {
  const { clock, db, log, settings } = ports;
  const addressOf = createClientAddress(settings.trustedProxies);
  const byAddress = createRateLimit(clock, limits.perAddress);
  const byAll = createRateLimit(clock, limits.all);
  const cookie = cookieName(settings);
  const routes = new Hono<AppEnv>();

  const keep = (c: AppContext, value: string, maxAge: number) =>
    setCookie(c, cookie, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'Strict',
      secure: settings.url.startsWith('https:'),
      maxAge,
    });

  function requireRoom(c: AppContext): void {
    const key = addressKey(addressOf(c));
    const seconds = Math.max(byAddress.wait(key), byAll.wait(''));
    if (seconds > 0) {
      const headers = { 'retry-after': String(seconds) };
      throw problems.tooMany(`too many attempts to sign in: wait ${seconds} seconds`, headers);
    }
    byAddress.take(key);
    byAll.take('');
  }

  routes.get('/dashboard/sign-in', async (c) => {
    const next = nextOf(c.req.query('next'));
    const given = getCookie(c, cookie);
    const session = given === undefined ? undefined : await sessions.find(given);
    if (session !== undefined) return c.redirect(next, 303);
    return await show(c, form({ next, refused: false }));
  });

  routes.post('/dashboard/sign-in', async (c) => {
    requireSameOrigin(c, settings);
    const filled = await readForm(c);
    requireRoom(c);
    const next = nextOf(filled.get('next') ?? undefined);
    const token = (filled.get('token') ?? '').trim();
    const identity = await identify(db, token, settings.operatorToken);
    if (identity === undefined) {
      log.warn('sign-in refused', { address: addressOf(c) });
      return await show(c, form({ next, refused: true }), 401);
    }
    const before = getCookie(c, cookie);
    const old = before === undefined ? undefined : await sessions.find(before);
    if (old !== undefined) await sessions.end(old.idHash);
    keep(c, await sessions.begin(identity), longestSeconds);
    log.info('signed in', { operator: identity.name, address: addressOf(c) });
    return c.redirect(next, 303);
  });

  routes.post('/dashboard/sign-out', async (c) => {
    requireSameOrigin(c, settings);
    const filled = await readForm(c);
    const given = getCookie(c, cookie);
    const session = given === undefined ? undefined : await sessions.find(given);
    if (session !== undefined) {
      requireFormToken(filled, session);
      await sessions.end(session.idHash);
      log.info('signed out', { operator: session.name });
    }
    keep(c, '', 0);
    return c.redirect('/dashboard/sign-in', 303);
  });

  return routes;
}

const nextOf = (path: string | undefined): string =>
  path !== undefined && isOwnPath(path) && !path.startsWith('/dashboard/sign-')
    ? path
    : '/dashboard';

const form = ({ next, refused }: { readonly next: string; readonly refused: boolean }): Html =>
  plain(
    'Sign in',
    html`${
        refused
          ? html`<p class="message bad" role="alert" id="refused">
              ${shape('bad')}<span>Nobody may sign in with this token.</span>
            </p>`
          : ''
      }
      <form class="sign-in" method="post" action="/dashboard/sign-in">
        <input type="hidden" name="next" value="${next}" />
        <input type="text" name="name" autocomplete="username" value="operator" hidden />
        <label for="token">Operator token</label>
        <input
          id="token"
          name="token"
          type="password"
          autocomplete="current-password"
          autocapitalize="off"
          spellcheck="false"
          maxlength="500"
          required
          autofocus
          ${refused ? html`aria-invalid="true" aria-describedby="refused"` : ''}
        />
        <button type="submit" class="primary">Sign in</button>
      </form>
      <p class="hint">
        A token of your own comes from
        <code class="command">node server/operate.ts operator add NAME</code> on the machine of the
        receiver.
      </p>`,
  );

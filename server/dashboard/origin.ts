import type { AppContext } from '../part.ts';
import { problems } from '../problem.ts';
import type { Settings } from '../settings.ts';

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/u;

/**
 * Throws 403 unless the form was sent by a page of this receiver. A browser says which page sends, in
 * `Origin` and `Sec-Fetch-Site`, and no page can make it say otherwise.
 * https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
 */
export function requireSameOrigin(c: AppContext, { url }: Pick<Settings, 'url'>): void {
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  const host = c.req.header('host') ?? '';
  // A receiver on loopback goes by several names there.
  const isLoopback = url.startsWith('http:') && loopback.test(host) && origin === `http://${host}`;
  const isOurs = origin === url || isLoopback;
  if (!isOurs || (site !== undefined && site !== 'same-origin')) {
    throw problems.forbidden(
      `forms are taken from the pages of ${url} only: open the dashboard at this address`,
    );
  }
}

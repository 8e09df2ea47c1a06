import { clean } from '../../shared/report/safe.ts';
import { icon, style } from './assets.ts';
import { html, name } from './html.ts';
import type { Html } from './html.ts';
import type { Session } from './sessions.ts';
import { formToken } from './widgets.ts';

/** The pages, in the order of the menu. */
export const sections = {
  overview: ['/dashboard', 'Overview'],
  certificates: ['/dashboard/certificates', 'Certificates'],
  tasks: ['/dashboard/tasks', 'Tasks'],
  runs: ['/dashboard/runs', 'Runs'],
  dispatches: ['/dashboard/dispatches', 'Dispatches'],
  deliveries: ['/dashboard/deliveries', 'Deliveries'],
  served: ['/dashboard/served', 'Served'],
  notices: ['/dashboard/notices', 'Notices'],
  quota: ['/dashboard/quota', 'Quota'],
  repositories: ['/dashboard/repositories', 'Repositories'],
} as const satisfies Record<string, readonly [string, string]>;
export type Section = keyof typeof sections;

/** What one page is made of. */
export interface Page {
  readonly title: string;
  readonly section: Section;
  /** Above the title: where this page belongs. */
  readonly trail?: Html;
  readonly content: Html;
}

export function document(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${clean(title)} · Certferry</title>
        <link rel="icon" href="${icon.path}" />
        <link rel="stylesheet" href="${style.path}" />
      </head>
      ${body}
    </html>`;
}

function menu(current: Section, label: string): Html {
  return html`<nav aria-label="${label}">
    <ul class="menu">
      ${Object.entries(sections).map(
        ([key, [path, words]]) =>
          html`<li>
            <a href="${path}" ${key === current ? html`aria-current="page"` : ''}>${words}</a>
          </li>`,
      )}
    </ul>
  </nav>`;
}

const brand = html`<a class="brand" href="/dashboard"
  ><img src="${icon.path}" alt="" width="24" height="24" />Certferry</a
>`;

/** A page with its menu. The menu is there twice, and one of them is not displayed: no script is needed. */
export function layout(page: Page, session: Session): Html {
  const { title, section, trail, content } = page;
  return document(
    title,
    html`<body>
      <a class="skip" href="#main">Skip to the content</a>
      <div class="frame">
        <header class="side">
          ${brand}
          <details class="small-menu">
            <summary>Menu</summary>
            ${menu(section, 'Pages, small screen')} ${who(session)}
          </details>
          <div class="large-menu">${menu(section, 'Pages')} ${who(session)}</div>
        </header>
        <main id="main" tabindex="-1">
          ${
            session.message === null
              ? ''
              : html`<p class="message" role="status">${name(session.message, 600)}</p>`
          }
          ${trail === undefined ? '' : html`<p class="trail">${trail}</p>`}
          <h1>${name(title)}</h1>
          ${content}
        </main>
      </div>
    </body>`,
  );
}

const who = (session: Session): Html =>
  html`<form class="who" method="post" action="/dashboard/sign-out">
    ${formToken(session)}
    <span
      >Signed in: <b>${name(session.name)}</b>${
        session.role === 'viewer' ? html`, may only look` : ''
      }</span
    >
    <button type="submit">Sign out</button>
  </form>`;

/** A page of its own, without the menu: sign-in, and what went wrong. */
export function plain(title: string, content: Html): Html {
  return document(
    title,
    html`<body>
      <main id="main" class="plain">
        ${brand}
        <h1>${name(title)}</h1>
        ${content}
      </main>
    </body>`,
  );
}

import type { Hono } from 'hono';

import type { AppEnv } from '../part.ts';
import { openTestServer, testSettings } from '../test-server.ts';
import type { TestServer, TestServerOptions } from '../test-server.ts';
import { dashboardPart } from './part.ts';
import type { SignInLimits } from './sign-in.ts';

/** A receiver with the dashboard, and browsers that keep one cookie each. */
export interface Stage {
  readonly server: TestServer;
  readonly app: Hono<AppEnv>;
  visitor(): Visitor;
  close(): Promise<void>;
}

export interface Visitor {
  /** The cookie as a browser would send it. */
  cookie: string | undefined;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Sends a form as a page of the receiver does, unless the headers say otherwise. */
  post(
    path: string,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
  signIn(token: string): Promise<Answer>;
  /** The token that every form of this session carries. */
  formToken(): Promise<string>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly location: string | null;
  /** The whole `Set-Cookie` header. */
  readonly setCookie: string | null;
}

export interface StageOptions extends TestServerOptions {
  readonly limits?: SignInLimits;
}

export async function openDashboardStage(options: StageOptions = {}): Promise<Stage> {
  const server = await openTestServer(options);
  const { limits } = options;
  const parts = dashboardPart(server.ports, limits === undefined ? {} : { limits });
  const app = server.app(parts);
  const { url } = { ...testSettings, ...options.settings };
  return {
    server,
    app,
    visitor: () => createVisitor(app, url),
    close: async () => await server.close(),
  };
}

function createVisitor(app: Hono<AppEnv>, url: string): Visitor {
  async function ask(path: string, init: RequestInit): Promise<Answer> {
    const headers = new Headers(init.headers);
    if (visitor.cookie !== undefined) headers.set('cookie', visitor.cookie);
    const response = await app.request(url + path, { ...init, headers });
    const setCookie = response.headers.get('set-cookie');
    const [pair = ''] = setCookie?.split(';') ?? [];
    if (setCookie !== null) visitor.cookie = pair.endsWith('=') ? undefined : pair;
    return {
      status: response.status,
      headers: response.headers,
      html: await response.text(),
      location: response.headers.get('location'),
      setCookie,
    };
  }

  const visitor: Visitor = {
    cookie: undefined,
    get: async (path, headers = {}) => await ask(path, { headers }),
    post: async (path, form = {}, headers = {}) =>
      await ask(path, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: url,
          'sec-fetch-site': 'same-origin',
          ...headers,
        },
      }),
    signIn: async (token) => await visitor.post('/dashboard/sign-in', { token }),
    async formToken() {
      const { html } = await visitor.get('/dashboard');
      const [, token] = /name="form_token" value="([^"]+)"/u.exec(html) ?? [];
      if (token === undefined) throw new Error('the page has no form');
      return token;
    },
  };
  return visitor;
}

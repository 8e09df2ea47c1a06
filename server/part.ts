import type { Context, Hono } from 'hono';

/** What `createApp` puts into every request's context: `c.get('requestId')`. */
export interface Variables {
  requestId: string;
}

export interface AppEnv {
  Variables: Variables;
}

export type AppContext = Context<AppEnv>;

/**
 * One part of the receiver: routes with their whole paths (`/api/v1/quota/quote`), and work beside
 * requests. `start` is called once, when the tables are up to date and before the port is open;
 * `stop` after the last request was answered: it resolves when nothing more will be written.
 */
export interface Part {
  readonly name: string;
  readonly routes?: Hono<AppEnv>;
  start?(): void;
  stop?(): Promise<void>;
}

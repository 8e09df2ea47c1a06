import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Hono } from 'hono';

import type { AppEnv } from '../part.ts';

interface Asset {
  /** Holds a hash of the content: what is at it never changes. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

function asset(file: string, type: string): Asset {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return { path: `/dashboard/assets/${file.replace('.', `-${hash}.`)}`, type, text };
}

export const style = asset('style.css', 'text/css; charset=utf-8');
export const icon = asset('icon.svg', 'image/svg+xml; charset=utf-8');

/** Everything a page loads. Nothing of it is secret: the sign-in page needs it too. */
export function assetRoutes(): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  for (const { path, type, text } of [style, icon]) {
    routes.get(path, (c) =>
      c.body(text, 200, {
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    );
  }
  return routes;
}

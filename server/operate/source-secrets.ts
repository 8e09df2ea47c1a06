import { randomBytes } from 'node:crypto';

import type { AdapterKind } from '../intake/adapter.ts';
import type { Config } from '../intake/sources.ts';

/** A secret that was made here, and the key of the configuration that lists it. */
export interface MadeSecret {
  readonly key: 'keys' | 'tokens';
  readonly text: string;
}

/**
 * A secret for a source whose sender takes one from us: a key of Standard Webhooks, or a token for a
 * header. Undefined where the sender's side makes it.
 */
export function makeSecret({ kind, secretKeys }: AdapterKind): MadeSecret | undefined {
  if (kind === 'standard')
    return { key: 'keys', text: `whsec_${randomBytes(32).toString('base64')}` };
  if (!secretKeys.includes('tokens')) return undefined;
  return { key: 'tokens', text: randomBytes(32).toString('base64url') };
}

/** The configuration with this secret first; at most `keep` of the earlier ones behind it. */
export function withSecret(config: Config, { key, text }: MadeSecret, keep: number): Config {
  const before = config[key];
  const earlier = Array.isArray(before) ? before.slice(0, keep) : [];
  return { ...config, [key]: [text, ...earlier] };
}

import { z } from 'zod';

import type { Handle } from '../database/open.ts';
import type { Source } from '../database/schema.ts';
import { sourceSecretAad } from '../keyring.ts';
import type { Keyring } from '../keyring.ts';
import type { Ports } from '../ports.ts';
import type { Adapter, AdapterKind, AdapterPorts, CommonConfig } from './adapter.ts';
import { SourceConfigError } from './config-error.ts';
import { kinds } from './kinds.ts';
import { createAllowance } from './names.ts';
import type { Allowance } from './names.ts';
import { createTokenCheck } from './tokens.ts';

/** A source with its secrets opened, ready for requests. */
export interface OpenSource {
  readonly row: Source;
  readonly auth: 'strong' | 'weak';
  readonly common: CommonConfig;
  readonly allowance: Allowance;
  readonly adapter: Adapter | undefined;
  /** Whether the rest of the address is the secret that this source wants there. */
  readonly fitsPath: (token: string | undefined) => boolean;
  /** Its whole configuration, secrets opened: for sources that are asked. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Sources {
  /** By the last part of the address: `name`, or `name.token`. */
  find(segment: string): OpenSource | undefined;
  byKind(kind: string): readonly OpenSource[];
  /** Reads the table again at the next question. */
  forget(): void;
}

/** Another process (the command line) may have changed a source: seen after this long at most. */
const lifeMs = 2000;

export type Config = Readonly<Record<string, unknown>>;

/** Applies to the secrets of a configuration, one by one, wherever its kind keeps some. */
export function mapSecrets(
  kind: AdapterKind,
  config: Config,
  change: (text: string) => string,
): Config {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      if (!kind.secretKeys.includes(key)) return [key, value];
      if (Array.isArray(value)) return [key, value.map((one) => change(String(one)))];
      return [key, typeof value === 'string' ? change(value) : value];
    }),
  );
}

export const StoredConfig = z.record(z.string(), z.unknown());

/** The configuration of a row with its secrets opened. */
export function openConfig(
  row: Pick<Source, 'id' | 'config'>,
  kind: AdapterKind,
  keyring: Keyring,
): Config {
  const aad = sourceSecretAad(row.id);
  return mapSecrets(kind, StoredConfig.parse(JSON.parse(row.config)), (sealed) =>
    keyring.openText(sealed, aad),
  );
}

function openSource(row: Source, keyring: Keyring, ports: AdapterPorts): OpenSource {
  const kind = kinds.get(row.kind);
  if (kind === undefined) throw new SourceConfigError(`no source is of the kind "${row.kind}"`);
  const config = openConfig(row, kind, keyring);
  const { common, adapter } = kind.open(config, ports);
  const pathToken = common.path_token;
  const isToken = pathToken === undefined ? undefined : createTokenCheck([pathToken]);
  return {
    row,
    auth: kind.auth,
    common,
    allowance: createAllowance(common.allowed_domains),
    adapter,
    fitsPath: (token) => (isToken === undefined ? token === undefined : isToken(token)),
    config,
  };
}

/**
 * Sources as requests need them: read from the database at most every two seconds, and opened anew
 * only where their row has changed. One that cannot be opened is logged and left out.
 */
export function createSources(
  reader: Handle,
  { keyring, clock, log }: Pick<Ports, 'keyring' | 'clock' | 'log'>,
  ports: AdapterPorts,
): Sources {
  const all = reader.prepare<[], Source>('select * from sources');
  let opened = new Map<
    string,
    { readonly text: string; readonly source: OpenSource | undefined }
  >();
  let readAt = Number.NEGATIVE_INFINITY;

  function read(): typeof opened {
    const now = clock.now().getTime();
    if (now >= readAt && now - readAt < lifeMs) return opened;
    const next: typeof opened = new Map();
    for (const row of all.all()) {
      const text = JSON.stringify(row);
      const known = opened.get(row.name);
      next.set(row.name, known?.text === text ? known : { text, source: tryOpen(row) });
    }
    opened = next;
    readAt = now;
    return opened;
  }

  function tryOpen(row: Source): OpenSource | undefined {
    try {
      return openSource(row, keyring, ports);
    } catch (error) {
      log.error('source cannot be opened', {
        source: row.name,
        kind: row.kind,
        reason: error instanceof z.ZodError ? 'its configuration is not valid' : String(error),
      });
      return undefined;
    }
  }

  return {
    find(segment) {
      const [name = '', token, more] = segment.split('.');
      const source = read().get(name)?.source;
      return source !== undefined && more === undefined && source.fitsPath(token)
        ? source
        : undefined;
    },
    byKind: (kind) =>
      [...read().values()]
        .map(({ source }) => source)
        .filter((source) => source !== undefined)
        .filter(({ row }) => row.kind === kind),
    forget() {
      readAt = Number.NEGATIVE_INFINITY;
    },
  };
}

import { randomBytes, randomUUID } from 'node:crypto';

import { z } from 'zod';

import { timestamp } from '../clock.ts';
import type { Source } from '../database/schema.ts';
import { findEntity } from '../entities.ts';
import { sourceSecretAad } from '../keyring.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';
import type { AdapterKind, AdapterPorts } from './adapter.ts';
import { SourceConfigError } from './config-error.ts';
import { kinds } from './kinds.ts';
import { createAllowance } from './names.ts';
import { mapSecrets, openConfig, StoredConfig } from './sources.ts';
import type { Config } from './sources.ts';

/** What an operator says of a new source. */
export const SourceInput = z.strictObject({
  /** Part of its address, and how logs and events call it. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/u, 'must be lower-case letters, digits and hyphens'),
  kind: z.string().max(40),
  /** Name or id. */
  entity: z.string().max(200),
  /** `owner/name` of the repository its certificates belong to; null: the entity as a whole. */
  repository: z.string().max(300).nullable().default(null),
  keyMode: z.enum(['never', 'sealed', 'encrypted']),
  certificateType: z.enum(['issued', 'uploaded', 'private-ca']),
  config: StoredConfig,
});
export type SourceInput = z.input<typeof SourceInput>;

/** Where a source is reached. A secret address is part of no list: it is told here, once. */
export interface SourceAddress {
  readonly id: string;
  /** Below the receiver's own address; null for a source that is asked. */
  readonly path: string | null;
}

/** A source without anything secret. */
export interface SourceSummary {
  readonly name: string;
  readonly kind: string;
  readonly entity: string;
  readonly repository: string | null;
  readonly keyMode: Source['key_mode'];
  readonly certificateType: Source['certificate_type'];
  readonly createdAt: string;
  readonly disabledAt: string | null;
}

/** Registering and changing sources, for the operator's side. */
export interface SourceBook {
  list(): Promise<readonly SourceSummary[]>;
  /** Throws 422 where the configuration is wrong, 409 where the name is taken. */
  add(input: z.output<typeof SourceInput>): Promise<SourceAddress>;
  /** Replaces the configuration as a whole, with all of its secrets; the address stays unless given. */
  configure(name: string, config: Config): Promise<SourceAddress>;
  /** From now on it is answered with 410: senders of Standard Webhooks stop by themselves. */
  disable(name: string): Promise<void>;
  enable(name: string): Promise<void>;
}

const nowhere: AdapterPorts = {
  fetchText: () => Promise.reject(new Error('a configuration is only read')),
};

export function createSourceBook({
  db,
  keyring,
  clock,
}: Pick<Ports, 'db' | 'keyring' | 'clock'>): SourceBook {
  function kindOf(name: string): AdapterKind {
    const kind = kinds.get(name);
    if (kind === undefined) {
      throw problems.invalid(`kind: must be one of ${[...kinds.keys()].join(', ')}`);
    }
    return kind;
  }

  /** What proves a weak sender is fixed or forgeable: its address has to be a secret too. */
  function withAddress(kind: AdapterKind, config: Config): Config {
    if (kind.auth === 'strong' || config['path_token'] !== undefined) return config;
    return { ...config, path_token: randomBytes(18).toString('base64url') };
  }

  function seal(id: string, kind: AdapterKind, config: Config): string {
    try {
      const { common } = kind.open(config, nowhere);
      createAllowance(common.allowed_domains);
    } catch (error) {
      throw configProblem(error);
    }
    const aad = sourceSecretAad(id);
    return JSON.stringify(mapSecrets(kind, config, (text) => keyring.sealText(text, aad)));
  }

  function addressOf(id: string, name: string, kind: AdapterKind, config: Config): SourceAddress {
    if (kind.open(config, nowhere).adapter === undefined) return { id, path: null };
    const token = config['path_token'];
    const secret = typeof token === 'string' ? `.${token}` : '';
    return { id, path: `/webhooks/issuance/${name}${secret}` };
  }

  async function repositoryOf(fullName: string | null, entityId: string): Promise<string | null> {
    if (fullName === null) return null;
    const row = await db
      .selectFrom('repositories')
      .select('id')
      .where('full_name', '=', fullName)
      .where('entity_id', '=', entityId)
      .executeTakeFirst();
    if (row === undefined) throw problems.invalid('repository: the entity has none of this name');
    return row.id;
  }

  async function change(name: string, values: Partial<Pick<Source, 'config' | 'disabled_at'>>) {
    const { numUpdatedRows } = await db
      .updateTable('sources')
      .set(values)
      .where('name', '=', name)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw problems.notFound('no source has this name');
  }

  return {
    list: () =>
      db
        .selectFrom('sources')
        .innerJoin('entities', 'entities.id', 'sources.entity_id')
        .leftJoin('repositories', 'repositories.id', 'sources.repository_id')
        .orderBy('sources.name')
        .select([
          'sources.name',
          'sources.kind',
          'entities.name as entity',
          'repositories.full_name as repository',
          'sources.key_mode as keyMode',
          'sources.certificate_type as certificateType',
          'sources.created_at as createdAt',
          'sources.disabled_at as disabledAt',
        ])
        .execute(),

    async add(input) {
      const kind = kindOf(input.kind);
      const entity = await findEntity(db, input.entity);
      const repository = await repositoryOf(input.repository, entity.id);
      const config = withAddress(kind, input.config);
      const id = randomUUID();
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('sources')
        .values({
          id,
          name: input.name,
          kind: kind.kind,
          entity_id: entity.id,
          repository_id: repository,
          config: seal(id, kind, config),
          key_mode: input.keyMode,
          certificate_type: input.certificateType,
          created_at: timestamp(clock),
          disabled_at: null,
        })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw problems.conflict('a source has this name already');
      }
      return addressOf(id, input.name, kind, config);
    },

    async configure(name, given) {
      const row = await db
        .selectFrom('sources')
        .select(['id', 'kind', 'config'])
        .where('name', '=', name)
        .executeTakeFirst();
      if (row === undefined) throw problems.notFound('no source has this name');
      const kind = kindOf(row.kind);
      const { path_token: token } = openConfig(row, kind, keyring);
      const config = withAddress(
        kind,
        token === undefined ? given : { path_token: token, ...given },
      );
      await change(name, { config: seal(row.id, kind, config) });
      return addressOf(row.id, name, kind, config);
    },

    disable: (name) => change(name, { disabled_at: timestamp(clock) }),
    enable: (name) => change(name, { disabled_at: null }),
  };
}

function configProblem(error: unknown): unknown {
  if (error instanceof SourceConfigError) return problems.invalid(`config: ${error.message}`);
  if (!(error instanceof z.ZodError)) return error;
  const issues = error.issues.slice(0, 10).map(({ path, message, code }) => {
    const where = ['config', ...path.map(String)].join('.');
    // A secret may have been put where a key belongs: unknown keys are not named.
    return code === 'unrecognized_keys'
      ? `${where}: holds keys that are not known`
      : `${where}: ${message}`;
  });
  return problems.invalid(issues.join('; '));
}

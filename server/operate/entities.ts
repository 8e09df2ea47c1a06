import { randomUUID } from 'node:crypto';

import { Argument, Command } from 'commander';

import { timestamp } from '../clock.ts';
import { findEntity } from '../entities.ts';
import { OperateError, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

/** `entity`: who quota belongs to, and within whom certificates are shared. */
export function entityCommand(context: OperateContext): Command {
  const command = new Command('entity').description('who quota belongs to');

  command
    .command('add')
    .description('register an entity; certificates are shared inside it once it is verified')
    .argument('<name>')
    .action(async (name: string) => {
      if (!/^\S(?:.{0,98}\S)?$/u.test(name))
        throw new OperateError('a name has 1 to 100 characters');
      await withStore(context, async ({ store }) => {
        const { numInsertedOrUpdatedRows } = await store.db
          .insertInto('entities')
          .values({
            id: randomUUID(),
            name,
            verified: 0,
            private_ca_consumes: 1,
            created_at: timestamp(context.clock),
          })
          .onConflict((conflict) => conflict.column('name').doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows === 0n) throw new OperateError(`"${name}" is there already`);
      });
      context.say(`added entity "${name}", not verified`);
    });

  command
    .command('list')
    .description('all entities with their balances')
    .action(async () => {
      await withStore(context, async ({ store, ledger }) => {
        const entities = await store.db
          .selectFrom('entities')
          .selectAll()
          .orderBy('name')
          .execute();
        const rows = await Promise.all(
          entities.map(async (entity) => [
            entity.name,
            entity.verified === 1 ? 'yes' : 'no',
            entity.private_ca_consumes === 1 ? 'consume' : 'free',
            String(await ledger.balance(entity.id)),
          ]),
        );
        context.say(table(['entity', 'verified', 'private CA', 'balance'], rows));
      });
    });

  command
    .command('verify')
    .description('its repositories share certificates from now on, without consuming quota')
    .argument('<name>')
    .option('--revoke', 'no longer: nothing is shared')
    .action(async (name: string, { revoke = false }: { readonly revoke?: boolean }) => {
      await set(context, name, { verified: revoke ? 0 : 1 });
      context.say(`entity "${name}" is ${revoke ? 'no longer ' : ''}verified`);
    });

  command
    .command('private-ca')
    .description('what certificates of a private CA cost this entity')
    .argument('<name>')
    .addArgument(new Argument('<rule>').choices(['consume', 'free']))
    .action(async (name: string, rule: 'consume' | 'free') => {
      await set(context, name, { private_ca_consumes: rule === 'consume' ? 1 : 0 });
      const words = rule === 'consume' ? 'count as uploaded' : 'cost nothing';
      context.say(`certificates of a private CA ${words} for entity "${name}"`);
    });

  return command;
}

async function set(
  context: OperateContext,
  name: string,
  values: { readonly verified?: number; readonly private_ca_consumes?: number },
): Promise<void> {
  await withStore(context, async ({ store }) => {
    const entity = await findEntity(store.db, name);
    await store.db.updateTable('entities').where('id', '=', entity.id).set(values).execute();
  });
}

import { randomUUID } from 'node:crypto';

import { Command, InvalidArgumentError } from 'commander';

import { findEntity } from '../entities.ts';
import { auditLedger } from '../ledger-audit.ts';
import { maxGrant } from '../ledger.ts';
import type { Statement } from '../ledger.ts';
import { OperateError, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > maxGrant) {
    throw new InvalidArgumentError(`a whole number from 1 to ${maxGrant}`);
  }
  return value;
};

/** `quota`: the book. */
export function quotaCommand(context: OperateContext): Command {
  const command = new Command('quota').description('grant quota and read the book');

  command
    .command('grant')
    .description('add quota; takes the place of a purchase')
    .argument('<entity>')
    .argument('<amount>', 'resources', whole)
    .option('--key <key>', 'an order number, for example: two grants with one key are one')
    .option('--reason <words>', 'shown in the statement', 'granted by the operator')
    .action(
      async (
        name: string,
        amount: number,
        options: { readonly key?: string; readonly reason: string },
      ) => {
        const key = options.key ?? randomUUID();
        if (!/^[\w.:-]{1,100}$/u.test(key)) throw new OperateError('a key has no spaces');
        const { balance, added } = await withStore(context, async ({ store, ledger }) => {
          const entity = await findEntity(store.db, name);
          return await ledger.grant(entity.id, { amount, key, reason: options.reason });
        });
        const words = added ? `granted ${amount}` : `"${key}" was granted before, nothing changed`;
        context.say(`${words}; the balance of "${name}" is ${balance}`);
      },
    );

  command
    .command('balance')
    .argument('<entity>')
    .action(async (name: string) => {
      await withStore(context, async ({ store, ledger }) => {
        context.say(String(await ledger.balance((await findEntity(store.db, name)).id)));
      });
    });

  command
    .command('statement')
    .description('the newest entries of the book, and what they sum to')
    .argument('<entity>')
    .option('--limit <entries>', 'how many', whole, 100)
    .option('--before <entry>', 'those before this one', whole)
    .option('--json', 'for programs')
    .action(
      async (
        name: string,
        options: { readonly limit: number; readonly before?: number; readonly json?: boolean },
      ) => {
        const { limit, before } = options;
        const statement = await withStore(context, async ({ store, ledger }) => {
          const entity = await findEntity(store.db, name);
          return await ledger.statement(entity.id, {
            limit,
            ...(before === undefined ? {} : { before }),
          });
        });
        context.say(
          options.json === true ? JSON.stringify(statement, null, 2) : inWords(statement),
        );
      },
    );

  command
    .command('check')
    .description('read the whole book and prove that it adds up')
    .action(async () => {
      const wrong = await withStore(context, async ({ store }) => await auditLedger(store.db));
      if (wrong.length > 0) throw new OperateError(`the book does not hold:\n${wrong.join('\n')}`);
      context.say('the book holds');
    });

  return command;
}

function inWords({ opening, entries, closing }: Statement): string {
  const rows = entries.map((entry) => [
    String(entry.id),
    entry.created_at,
    entry.kind,
    `${entry.amount > 0 ? '+' : ''}${entry.amount}`,
    String(entry.balance_after),
    entry.resource ?? '-',
    entry.run_key,
    entry.reason,
  ]);
  const sum = entries.reduce((total, { amount }) => total + amount, 0);
  return [
    `opening balance: ${opening}`,
    table(['entry', 'at', 'kind', 'amount', 'balance', 'resource', 'run', 'reason'], rows),
    `closing balance: ${closing} = ${opening} ${sum < 0 ? '-' : '+'} ${Math.abs(sum)}`,
  ].join('\n');
}

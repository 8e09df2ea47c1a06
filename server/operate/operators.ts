import { Command, Option } from 'commander';

import { createOperators } from '../dashboard/operators.ts';
import type { Operator } from '../dashboard/tables.ts';
import { OperateError, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

/** `operator`: who may sign in to the dashboard. */
export function operatorCommand(context: OperateContext): Command {
  const { clock } = context;
  const command = new Command('operator').description('who may sign in to the dashboard');

  command
    .command('add')
    .description('prints the token to sign in with, once')
    .argument('<name>')
    .addOption(
      new Option('--role <role>', 'a viewer sees everything and changes nothing')
        .choices(['operator', 'viewer'])
        .default('operator'),
    )
    .action(async (name: string, { role }: { readonly role: Operator['role'] }) => {
      if (!/^[\w.@+-]{1,64}$/u.test(name)) {
        throw new OperateError('a name has 1 to 64 letters, digits and . _ @ + -');
      }
      const token = await withStore(
        context,
        async ({ store }) => await createOperators({ db: store.db, clock }).add(name, role),
      );
      if (token === undefined) throw new OperateError(`"${name}" is there already`);
      context.say(`added ${role} "${name}"; the token to sign in with, shown this once:\n${token}`);
    });

  command
    .command('list')
    .description('everybody who may sign in, besides the operator token of the settings')
    .action(async () => {
      const rows = await withStore(
        context,
        async ({ store }) => await createOperators({ db: store.db, clock }).list(),
      );
      const cells = rows.map((row) => [
        row.name,
        row.role,
        row.created_at,
        row.signed_in_at ?? 'never',
      ]);
      context.say(table(['name', 'role', 'added', 'signed in'], cells));
    });

  command
    .command('remove')
    .description('ends the sessions too, at once')
    .argument('<name>')
    .action(async (name: string) => {
      const removed = await withStore(
        context,
        async ({ store }) => await createOperators({ db: store.db, clock }).remove(name),
      );
      if (!removed) throw new OperateError(`there is no operator "${name}"`);
      context.say(`removed operator "${name}" and the sessions`);
    });

  return command;
}

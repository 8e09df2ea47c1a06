import { Command } from 'commander';

import { countByKey, rotateKeys } from '../rotate-keys.ts';
import { keyringOf, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

/** `key`: the master keys that private keys and secrets of sources are sealed with. */
export function keyCommand(context: OperateContext): Command {
  const command = new Command('key').description('the keys that secrets at rest are sealed with');

  command
    .command('list')
    .description('which key has sealed how much')
    .action(async () => {
      const keyring = keyringOf(context);
      const counts = await withStore(context, async ({ store }) => await countByKey(store.db));
      const ids = [...new Set([...keyring.ids, ...counts.keys()])];
      const rows = ids.map((id) => [id, stateOf(id, keyring), String(counts.get(id) ?? 0)]);
      context.say(table(['key', 'state', 'sealed'], rows));
    });

  command
    .command('rotate')
    .description('seal everything anew with the first key of CERTFERRY_MASTER_KEY')
    .action(async () => {
      const keyring = keyringOf(context);
      const { certificates, sources } = await withStore(
        context,
        async ({ store }) => await rotateKeys(store.db, keyring),
      );
      const counted = `${certificates} private keys and the secrets of ${sources} sources`;
      context.say(`sealed anew with key ${keyring.activeId}: ${counted}`);
    });

  return command;
}

function stateOf(
  id: string,
  { activeId, ids }: { activeId: string; ids: readonly string[] },
): string {
  if (id === activeId) return 'active';
  return ids.includes(id) ? 'opens' : 'missing';
}

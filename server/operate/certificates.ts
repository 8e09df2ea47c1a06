import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { timestamp } from '../clock.ts';
import { findEntity } from '../entities.ts';
import { OperateError, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

/** `certificate`: what an operator says about certificates that did not come through a source. */
export function certificateCommand(context: OperateContext): Command {
  const command = new Command('certificate').description('certificates that come by hand');
  command
    .command('upload')
    .description('an entity holds this certificate itself, though it is of another one or shared')
    .argument('<chain.pem>', 'the certificate, leaf first; no private key is read')
    .requiredOption('--entity <name>', 'there it counts as uploaded from now on')
    .option('--reason <words>', 'kept beside it', 'uploaded by the operator')
    .action(async (path: string, options: { readonly entity: string; readonly reason: string }) => {
      const fingerprint = fingerprintOf(path);
      await withStore(context, async ({ store }) => {
        const entity = await findEntity(store.db, options.entity);
        await store.db
          .insertInto('certificate_copies')
          .values({
            fingerprint,
            entity_id: entity.id,
            reason: options.reason,
            created_at: timestamp(context.clock),
          })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
      context.say(`certificate ${fingerprint} counts as uploaded for entity "${options.entity}"`);
    });
  return command;
}

function fingerprintOf(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new OperateError(`${path} cannot be read`, { cause });
  }
  try {
    return new X509Certificate(bytes).fingerprint256.replaceAll(':', '').toLowerCase();
  } catch (cause) {
    throw new OperateError(`${path} holds no certificate`, { cause });
  }
}

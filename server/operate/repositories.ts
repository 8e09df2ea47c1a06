import { randomUUID } from 'node:crypto';

import { Command, InvalidArgumentError } from 'commander';

import { timestamp } from '../clock.ts';
import { immediate } from '../database/open.ts';
import { findEntity } from '../entities.ts';
import { OperateError, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';

interface AddOptions {
  readonly entity: string;
  readonly githubId: number;
  readonly ownerId: number;
  readonly workflow: string;
  readonly branch: string;
  readonly environment?: string;
  readonly jobWorkflowRef?: string;
}

const id = (text: string): number => {
  if (!/^[1-9]\d{0,15}$/u.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
};
const workflow = (text: string): string => {
  if (!/^[\w.-]+\.ya?ml$/u.test(text))
    throw new InvalidArgumentError('a file like certificates.yml');
  return text;
};

/** `repo`: the repositories whose workflow runs are let in and started. */
export function repositoryCommand(context: OperateContext): Command {
  const command = new Command('repo').description('repositories that deploy through this receiver');

  command
    .command('add')
    .description('register a repository, or change one that is registered')
    .argument('<owner/name>')
    .requiredOption('--entity <name>', 'whose quota it uses')
    .requiredOption('--github-id <id>', 'gh api repos/OWNER/NAME --jq .id', id)
    .requiredOption('--owner-id <id>', 'gh api repos/OWNER/NAME --jq .owner.id', id)
    .option('--workflow <file>', 'workflow that is dispatched', workflow, 'certificates.yml')
    .option('--branch <name>', 'default branch', 'main')
    .option('--environment <name>', 'let in only jobs that name this environment')
    .option('--job-workflow-ref <ref>', 'let in only jobs of this workflow')
    .action(async (fullName: string, options: AddOptions) => {
      if (!/^[\w.-]+\/[\w.-]+$/u.test(fullName)) throw new OperateError('write it as owner/name');
      const added = await add(context, fullName, options);
      context.say(`${added ? 'added' : 'changed'} repository ${fullName}`);
    });

  command
    .command('list')
    .description('all repositories')
    .action(async () => {
      await withStore(context, async ({ store }) => {
        const rows = await store.db
          .selectFrom('repositories')
          .innerJoin('entities', 'entities.id', 'repositories.entity_id')
          .selectAll('repositories')
          .select('entities.name as entity')
          .orderBy('full_name')
          .execute();
        const cells = rows.map((row) => [
          row.full_name,
          row.entity,
          String(row.github_id),
          row.workflow,
          row.default_branch,
          row.environment ?? '-',
          row.disabled_at === null ? 'active' : 'removed',
        ]);
        const head = ['repository', 'entity', 'id', 'workflow', 'branch', 'environment', 'state'];
        context.say(table(head, cells));
      });
    });

  command
    .command('remove')
    .description('let in and start no more runs of it; its history stays')
    .argument('<owner/name>')
    .action(async (fullName: string) => {
      await withStore(context, async ({ store }) => {
        const { numUpdatedRows } = await store.db
          .updateTable('repositories')
          .where('full_name', '=', fullName)
          .where('disabled_at', 'is', null)
          .set({ disabled_at: timestamp(context.clock) })
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n)
          throw new OperateError(`no repository ${fullName} is registered`);
      });
      context.say(`removed repository ${fullName}`);
    });

  return command;
}

/** True: added. The id of GitHub decides which one it is: names change hands. */
async function add(
  context: OperateContext,
  fullName: string,
  options: AddOptions,
): Promise<boolean> {
  return await withStore(context, async ({ store }) => {
    return await immediate(store.db, async (transaction) => {
      const entity = await findEntity(transaction, options.entity);
      const values = {
        owner_id: options.ownerId,
        full_name: fullName,
        entity_id: entity.id,
        workflow: options.workflow,
        default_branch: options.branch,
        environment: options.environment ?? null,
        job_workflow_ref: options.jobWorkflowRef ?? null,
        disabled_at: null,
      };
      const known = await transaction
        .selectFrom('repositories')
        .where('github_id', '=', options.githubId)
        .select('id')
        .executeTakeFirst();
      if (known !== undefined) {
        await transaction
          .updateTable('repositories')
          .where('id', '=', known.id)
          .set(values)
          .execute();
        return false;
      }
      const created = { id: randomUUID(), created_at: timestamp(context.clock) };
      await transaction
        .insertInto('repositories')
        .values({ ...created, ...values, github_id: options.githubId })
        .execute();
      return true;
    });
  });
}

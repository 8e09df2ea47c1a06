import { readFileSync } from 'node:fs';

import { Command, Option } from 'commander';
import { z } from 'zod';

import { parseWith } from '../body.ts';
import { kinds } from '../intake/kinds.ts';
import { createSourceBook, SourceInput } from '../intake/source-book.ts';
import { openConfig, StoredConfig } from '../intake/sources.ts';
import type { Config } from '../intake/sources.ts';
import { keyringOf, OperateError, table, withStore } from './context.ts';
import type { OperateContext } from './context.ts';
import { makeSecret, withSecret } from './source-secrets.ts';

interface AddOptions {
  readonly entity: string;
  readonly kind: string;
  readonly type: string;
  readonly keys: string;
  readonly repository?: string;
  readonly allow?: readonly string[];
  readonly recipient?: readonly string[];
  readonly config?: string;
}

/** `source`: where certificates come from. */
export function sourceCommand(context: OperateContext): Command {
  const command = new Command('source').description('where issuance events come from');

  command
    .command('add')
    .description('register a source; its secret is made here and shown once')
    .argument('<name>', 'lower-case letters, digits, hyphens')
    .requiredOption('--entity <name>', 'whose certificates it brings')
    .addOption(new Option('--kind <kind>').choices([...kinds.keys()]).default('standard'))
    .addOption(
      new Option('--type <type>', 'what its certificates count as')
        .choices(['issued', 'uploaded', 'private-ca'])
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--keys <mode>', 'what becomes of private keys that come along')
        .choices(['never', 'sealed', 'encrypted'])
        .default('never'),
    )
    .option('--repository <owner/name>', 'the repository its certificates belong to')
    .option('--allow <domain...>', 'domains it may bring certificates for')
    .option('--recipient <age1...>', 'age recipients of the deploy job')
    .option('--config <file>', "JSON with the kind's own settings, secrets included")
    .action(async (name: string, options: AddOptions) => {
      await add(context, name, options);
    });

  command
    .command('list')
    .description('all sources')
    .action(async () => {
      await withBook(context, async (book) => {
        const rows = (await book.list()).map((source) => [
          source.name,
          source.kind,
          source.entity,
          source.repository ?? '-',
          source.certificateType,
          source.keyMode,
          source.disabledAt === null ? 'active' : 'disabled',
        ]);
        const head = ['source', 'kind', 'entity', 'repository', 'type', 'keys', 'state'];
        context.say(table(head, rows));
      });
    });

  command
    .command('rotate')
    .description('make a new secret; the one before it is taken too until --finish')
    .argument('<name>')
    .option('--finish', 'take only the newest secret from now on')
    .action(async (name: string, { finish = false }: { readonly finish?: boolean }) => {
      await rotate(context, name, finish);
    });

  for (const [verb, words] of [
    ['disable', 'answer its sender 410 from now on'],
    ['enable', 'take events of a disabled source again'],
  ] as const) {
    command
      .command(verb)
      .description(words)
      .argument('<name>')
      .action(async (name: string) => {
        await withBook(context, async (book) => await book[verb](name));
        context.say(`${verb}d source ${name}`);
      });
  }

  return command;
}

async function withBook<T>(
  context: OperateContext,
  work: (book: ReturnType<typeof createSourceBook>) => Promise<T>,
): Promise<T> {
  const keyring = keyringOf(context);
  return await withStore(context, async ({ store }) => {
    return await work(createSourceBook({ db: store.db, keyring, clock: context.clock }));
  });
}

async function add(context: OperateContext, name: string, options: AddOptions): Promise<void> {
  const kind = kinds.get(options.kind);
  if (kind === undefined) throw new OperateError(`there is no kind "${options.kind}"`);
  const given: Config = {
    ...(options.config === undefined ? {} : readConfig(options.config)),
    ...(options.allow === undefined ? {} : { allowed_domains: options.allow }),
    ...(options.recipient === undefined ? {} : { recipients: options.recipient }),
  };
  const made = makeSecret(kind);
  const isMade = made !== undefined && given[made.key] === undefined;
  const input = parseWith(SourceInput, {
    name,
    kind: options.kind,
    entity: options.entity,
    repository: options.repository ?? null,
    keyMode: options.keys,
    certificateType: options.type,
    config: isMade ? withSecret(given, made, 0) : given,
  });
  const { path } = await withBook(context, async (book) => await book.add(input));
  context.say(`added source ${name}`);
  if (path !== null) context.say(`address: ${path} (below the receiver's own)`);
  if (isMade) context.say(`secret, shown only now: ${made.text}`);
}

function readConfig(path: string): Config {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new OperateError(`${path} cannot be read`, { cause });
  }
  try {
    return StoredConfig.parse(JSON.parse(text));
  } catch {
    // The parser's own words quote the file, and it holds secrets.
    throw new OperateError(`${path} does not hold a JSON object`);
  }
}

async function rotate(context: OperateContext, name: string, finish: boolean): Promise<void> {
  const keyring = keyringOf(context);
  await withStore(context, async ({ store }) => {
    const row = await store.db
      .selectFrom('sources')
      .where('name', '=', name)
      .select(['id', 'kind', 'config'])
      .executeTakeFirst();
    const kind = row === undefined ? undefined : kinds.get(row.kind);
    if (row === undefined || kind === undefined)
      throw new OperateError(`no source is called ${name}`);
    const made = makeSecret(kind);
    if (made === undefined) {
      throw new OperateError(`the secret of a ${kind.kind} source is made by its sender`);
    }
    const config = openConfig(row, kind, keyring);
    const book = createSourceBook({ db: store.db, keyring, clock: context.clock });
    if (finish) {
      const [newest] = z.array(z.string()).parse(config[made.key]);
      await book.configure(name, { ...config, [made.key]: [newest] });
      context.say(`source ${name} takes only its newest secret`);
      return;
    }
    await book.configure(name, withSecret(config, made, 1));
    context.say(`new secret of source ${name}, shown only now: ${made.text}`);
    context.say('the one before it is taken until: source rotate --finish');
  });
}

import { Command } from 'commander';

import { certificateCommand } from './certificates.ts';
import type { OperateContext } from './context.ts';
import { entityCommand } from './entities.ts';
import { keyCommand } from './keys.ts';
import { operatorCommand } from './operators.ts';
import { quotaCommand } from './quota.ts';
import { repositoryCommand } from './repositories.ts';
import { sourceCommand } from './sources.ts';
import { upkeepCommands } from './upkeep.ts';

/** The operator's commands as data: groups, commands, arguments and options. */
export function operateProgram(context: OperateContext): Command {
  const program = new Command('operate')
    .description(
      'Registers entities, repositories and sources, grants quota and keeps the database of the\n' +
        'receiver. CERTFERRY_DATA names its folder. Works while the receiver runs, where not said otherwise.',
    )
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 it could not be done, 3 wrong command or environment.',
    );
  const commands = [
    entityCommand(context),
    repositoryCommand(context),
    sourceCommand(context),
    certificateCommand(context),
    quotaCommand(context),
    keyCommand(context),
    operatorCommand(context),
    ...upkeepCommands(context),
  ];
  for (const command of commands) program.addCommand(command);
  return program;
}

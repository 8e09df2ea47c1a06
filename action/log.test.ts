import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  createCommandReader,
  type WorkflowCommand,
} from '../tests/simulators/github/runner/commands.ts';
import { createLineSplitter } from '../tests/simulators/github/runner/reader.ts';
import { createRunnerLog, logSafe, workflowCommand, type RunnerLog } from './log.ts';
import { createMasks } from './mask.ts';

/** What the runner makes of everything that was written: the commands it obeys, the lines it shows. */
function reading(use: (log: RunnerLog) => void, debug = false) {
  const reader = createCommandReader();
  const commands: WorkflowCommand[] = [];
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => {
    const command = reader.read(line);
    if (command === undefined) lines.push(line);
    else commands.push(command);
  });
  use(
    createRunnerLog({
      debug,
      write: (text) => {
        splitter.push(text);
      },
    }),
  );
  splitter.end();
  return { commands, lines };
}

const hostile = [
  '::error::owned',
  '  ::add-mask::e',
  '\t\u00A0\u3000::set-output name=verdict::success',
  '\u0085::error::next line',
  '\uFEFF::error::byte order mark',
  ':\u0000:error::nul between',
  ':\u202E:error::turned',
  'fine\n::error::second line',
  'fine\r::error::after a carriage return',
  'fine\r\n::stop-commands::x',
  'fine\u2028::error::line separator',
  'text ##[add-mask]x',
  '###[error]x',
  '##\u200E[group]x',
  '#\u0007#[command]x',
  '##[##[error]nested',
  '::::error::x',
  ':::error::x',
  '<!-- --> </details> | `` @org/team #1 ![](http://x)',
  '\u001B[31mred\u001B[0m',
  '\uD800 lone surrogate',
  'x'.repeat(10_000),
  '%0A::error::escaped',
  '',
];

/** Random text rich in what commands are made of. */
const spiced = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::',
        ':',
        '##[',
        '#',
        '[',
        ']',
        'error',
        'add-mask',
        ' ',
        '\n',
        '\r',
        '\u0085',
        '\u2028',
        '\u200E',
        '%0A',
        '\u0000',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('text in the log', () => {
  it.each(hostile)('never becomes a command: %j', (text) => {
    const { commands, lines } = reading((log) => {
      log.print(text);
      log.info(text, { name: text });
      log.warn(`reading ${text}`, { [text]: text });
      log.error(text);
    });
    expect(commands).toEqual([]);
    expect(lines).toHaveLength(4);
  });

  it('never becomes a command, whatever it is', () => {
    fc.assert(
      fc.property(spiced, spiced, (a, b) => {
        const { commands, lines } = reading((log) => {
          log.print(a);
          log.info(b, { fact: a });
        });
        expect(commands).toEqual([]);
        expect(lines).toHaveLength(2);
      }),
      { numRuns: 500 },
    );
  });

  it('stays inside of the one command that it was given to', () => {
    fc.assert(
      fc.property(spiced, spiced, (a, b) => {
        const { commands, lines } = reading((log) => {
          log.annotate({ level: 'error', message: a, title: b, file: a, line: 3, column: 4 });
          void log.group(a, async () => {});
          log.debug(a, { b });
        }, true);
        expect(commands.map(({ name }) => name)).toEqual(['error', 'group', 'debug']);
        expect(lines).toEqual([]);
        const [error] = commands;
        const keys = new Set([
          'file',
          'line',
          'col',
          'title',
          ...Object.keys(error?.properties ?? {}),
        ]);
        expect(keys.size).toBe(4);
        expect(error?.properties['line']).toBe('3');
      }),
      { numRuns: 300 },
    );
  });

  it('stays readable', () => {
    expect(logSafe('Zürich 证书 *.shop.example.com: 24 of 25')).toBe(
      'Zürich 证书 *.shop.example.com: 24 of 25',
    );
    expect(logSafe('two\r\nlines\tand a tab')).toBe('two lines and a tab');
    expect(logSafe('std::string is fine')).toBe('std::string is fine');
  });

  it('is cut without half a character', () => {
    expect(logSafe('x'.repeat(5000))).toHaveLength(2000);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 20 }), (text) => {
        expect(logSafe(text, 10).isWellFormed()).toBe(true);
      }),
    );
    expect(logSafe('😀😀😀😀', 4)).toBe('😀…');
  });

  it('shows facts beside the message, and debug only when asked for', () => {
    const use = (log: RunnerLog) => {
      log.debug('page read', { page: 2 });
      log.info('certificate bound', {
        resource: 'tencent/clb:prod/lb-1',
        name: 'a "b"',
        count: 3,
        none: null,
      });
      log.warn('slow');
    };
    expect(reading(use)).toEqual({
      commands: [],
      lines: [
        String.raw`certificate bound resource=tencent/clb:prod/lb-1 name="a \"b\"" count=3`,
        'warning: slow',
      ],
    });
    expect(reading(use, true).commands).toMatchObject([
      { name: 'debug', data: 'page read page=2' },
    ]);
  });
});

describe('annotations', () => {
  const annotate = (count: number) =>
    reading((log) => {
      for (let n = 1; n <= count; n += 1) {
        log.annotate({
          level: 'warning',
          message: `w${n}`,
          title: 'T: x, y',
          file: 'certs/a.yml',
          line: n,
          column: 2,
        });
      }
      log.annotate({ level: 'error', message: 'e1' });
      log.finish();
    });

  it('name file, line, column and title', () => {
    expect(annotate(1).commands[0]).toMatchObject({
      name: 'warning',
      data: 'w1',
      properties: { file: 'certs/a.yml', line: '1', col: '2', title: 'T: x, y' },
    });
  });

  it.each([
    [9, 9, 'w9'],
    [10, 10, 'w10'],
    [11, 10, '2 more of this kind are in the log and in the job summary'],
    [200, 10, '191 more of this kind are in the log and in the job summary'],
  ])('of %i are %i, the last of them "%s"', (given, shown, last) => {
    const { commands, lines } = annotate(given);
    const warnings = commands.filter(({ name }) => name === 'warning');
    expect(warnings).toHaveLength(shown);
    expect(warnings.at(-1)?.data).toBe(last);
    expect(commands.filter(({ name }) => name === 'error')).toHaveLength(1);
    // Those that GitHub does not keep can still be read.
    expect(lines).toHaveLength(Math.max(0, given - 9));
    if (given > 10)
      expect(lines.at(-1)).toBe(`warning: certs/a.yml:${given}:2: T: x, y: w${given}`);
  });
});

describe('groups', () => {
  it('close when the work ends, also when it fails, and do not nest', async () => {
    const written: string[] = [];
    const log = createRunnerLog({ debug: false, write: (text) => written.push(text) });
    const value = await log.group('Plan', async () => {
      log.print('outer');
      return log.group('Inner', async () => 7);
    });
    expect(value).toBe(7);
    await expect(
      log.group('Deploy', async () => {
        throw new Error('lost');
      }),
    ).rejects.toThrow('lost');
    expect(written.join('')).toBe(
      '::group::Plan\nouter\nInner\n::endgroup::\n::group::Deploy\n::endgroup::\n',
    );
  });
});

describe('a workflow command', () => {
  it('comes back from the runner as it was written', () => {
    const clean = fc.string({ unit: 'grapheme' }).filter((text) => text !== '');
    fc.assert(
      fc.property(clean, clean, (data, title) => {
        const line = workflowCommand('notice', `${data}\n100%`, { title, file: undefined });
        const command = createCommandReader().read(line.slice(0, -1));
        expect(command).toMatchObject({ name: 'notice', data: `${data}\n100%` });
        expect(command?.properties).toEqual({ title });
      }),
    );
  });
});

describe('a text that holds what looks like a credential', () => {
  it('is printed without it, wherever it stands', async () => {
    const lines: string[] = [];
    const masks = createMasks(() => {});
    const redact = (text: string) => masks.redact(text);
    const log = createRunnerLog({ write: (text) => lines.push(text), debug: true, redact });
    const credential = ['AKID', 'c9'.repeat(16)].join('');
    log.print(`the cloud said ${credential}`);
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      log[level](`said ${credential}`, { fact: credential, long: `x`.repeat(1990) + credential });
    }
    log.annotate({ level: 'error', title: credential, message: credential, file: 'a.yml' });
    await log.group(credential, async () => {
      await log.group(credential, async () => {});
    });
    log.finish();
    expect(lines.join('')).not.toContain('AKID');
    expect(lines.join('').match(/\*\*\*/gu)).toHaveLength(13);
  });
});

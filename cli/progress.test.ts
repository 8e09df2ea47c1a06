import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createWorld, issuePair } from '../shared/engine/test-world.ts';
import type { Pair } from '../shared/engine/test-world.ts';
import type { Clock } from '../shared/runtime/clock.ts';
import { createProgress } from './progress.ts';
import type { ProgressView, Sink } from './progress.ts';
import { createRedactor } from './redact.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const clear = '\r\u001B[K';

let pair: Pair;
beforeAll(async () => {
  pair = await issuePair();
});

let written: string;
let now: number;
const clock: Clock = { now: () => new Date(now), sleep: async () => {} };
beforeEach(() => {
  written = '';
  now = 0;
});

function open(sink: Partial<Sink> = {}): ProgressView {
  const redactor = createRedactor();
  redactor.add(secret);
  return createProgress(
    {
      write: (text) => {
        written += text;
      },
      ...sink,
    },
    { redact: redactor.text, clock },
  );
}

const terminal = { isTTY: true, columns: 60 };

describe('progress in a pipe', () => {
  it('is one line for each thing that happens, without a control character', async () => {
    const world = createWorld(pair);
    world.add('api');
    await world.deploy();
    const progress = open();
    for (const event of world.events) progress.event(event);
    progress.done();
    expect(written.split('\n')).toEqual([
      'logging in to 1 account',
      'reading 2 places',
      'memory/one of prod: 1 resource',
      'memory/list of prod: 0 resources',
      'planned: 1 edit, 0 kept',
      '[0/1] memory/one api: writing',
      '[0/1] memory/one api: reading back',
      '[0/1] memory/one api: handshakes',
      '[1/1] memory/one api: served',
      '',
    ]);
  });
});

describe('progress on a terminal', () => {
  it('keeps what ended and moves one line that says how long it has been', () => {
    const progress = open(terminal);
    progress.event({ kind: 'connecting', accounts: 2 });
    now = 2_400;
    progress.event({ kind: 'discovering', places: 3 });
    const place = { account: 'prod', target: 'aws/alb', region: null };
    progress.event({ kind: 'discovered', ...place, resources: 4 });
    const [empty, third] = ['.'.repeat(20), `${'#'.repeat(6)}${'.'.repeat(14)}`];
    expect(written).toBe(
      `logging in to 2 accounts (0 s)${clear}[${empty}] 0/3 reading 3 places (2 s)${clear}aws/alb of prod: 4 resources\n[${third}] 1/3 (2 s)`,
    );
  });

  it('fills its bar as resources end, and takes it away with the last one', async () => {
    const world = createWorld(pair);
    world.add('api');
    world.add('pay');
    await world.deploy();
    const progress = open({ isTTY: true, columns: 100 });
    for (const event of world.events) progress.event(event);
    const moved = written.split(clear);
    expect(moved.some((text) => text.startsWith(`[${'.'.repeat(20)}] 0/2 memory/one`))).toBe(true);
    expect(written).toContain(`[${'#'.repeat(10)}${'.'.repeat(10)}] 1/2 (0 s)`);
    expect(moved.at(-1)).toMatch(/^memory\/one (?:api|pay): served\n$/u);
  });

  it('is left clean: the moving line is cleared, once', () => {
    const progress = open(terminal);
    progress.event({ kind: 'connecting', accounts: 1 });
    progress.done();
    progress.done();
    expect(written).toBe(`logging in to 1 account (0 s)${clear}`);
  });

  it('never moves a line that is longer than the terminal is wide', () => {
    const progress = open({ isTTY: true, columns: 24 });
    progress.event({ kind: 'connecting', accounts: 1_000_000 });
    expect(written).toBe('logging in to 1000000 a');
    expect(written.length).toBeLessThan(24);
  });

  it('takes a terminal that claims to have no width for one of eighty columns', () => {
    const progress = open({ isTTY: true, columns: 0 });
    progress.event({ kind: 'connecting', accounts: 1_000_000 });
    expect(written).toBe('logging in to 1000000 accounts (0 s)');
  });

  it('prints warnings and errors above the moving line, and nothing for developers', () => {
    const progress = open(terminal);
    progress.event({ kind: 'connecting', accounts: 1 });
    progress.log.debug('debug');
    progress.log.info('info');
    progress.log.warn('product not read', { account: 'prod', code: 'RATE_LIMITED' });
    progress.log.error('quota not settled');
    expect(written).toBe(
      `logging in to 1 account (0 s)${clear}warning: product not read account=prod code=RATE_LIMITED\nerror: quota not settled\n`,
    );
  });
});

describe('text of a cloud', () => {
  it('cannot move the cursor, forge a line or command a runner', () => {
    const progress = open();
    progress.log.warn('a\u001B[2Jb\r\nforged: yes\u202E', { name: '\u0007' });
    expect(written).toBe('warning: a [2Jb forged: yes name=\n');
  });

  it.each([1, 370, 390, 399])('shows no part of a secret, also where it is cut (%i)', (at) => {
    const progress = open();
    progress.log.warn(`${'x'.repeat(at)}${secret} and more`);
    expect(written.trimEnd().length).toBeLessThanOrEqual(400);
    for (const part of ['wJal', 'K7MDENG', 'EXAMPLEKEY']) expect(written).not.toContain(part);
  });
});

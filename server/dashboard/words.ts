import { modeWords as modes } from '../../shared/report/words.ts';
import type { ChangeReport, Report, Verdict } from '../../shared/wire/report.ts';
import type { Delivery, Dispatch, Source, StoredCertificate, TaskRow } from '../database/schema.ts';
import type { Html } from './html.ts';
import { status } from './widgets.ts';
import type { Mood } from './widgets.ts';

type Said = readonly [Mood, string];

const tasks: Readonly<Record<TaskRow['state'], Said>> = {
  draft: ['idle', 'draft'],
  pending: ['idle', 'waits for its time'],
  scheduling: ['busy', 'dispatched'],
  processing: ['busy', 'deploying'],
  success: ['good', 'deployed'],
  partial: ['warn', 'partly deployed'],
  error: ['bad', 'failed'],
  cancelled: ['idle', 'cancelled'],
};

const dispatches: Readonly<Record<Dispatch['state'], Said>> = {
  waiting: ['idle', 'waiting'],
  sending: ['busy', 'being sent'],
  sent: ['busy', 'sent'],
  running: ['busy', 'running'],
  success: ['good', 'success'],
  partial: ['warn', 'partly'],
  error: ['bad', 'failed'],
  cancelled: ['idle', 'cancelled'],
  lost: ['bad', 'lost'],
};

const verdicts: Readonly<Record<Verdict, Said>> = {
  ready: ['good', 'ready'],
  unchanged: ['good', 'nothing to do'],
  success: ['good', 'all proven'],
  scheduled: ['idle', 'scheduled'],
  partial: ['warn', 'partly proven'],
  error: ['bad', 'failed'],
  held: ['warn', 'held back'],
  incomplete: ['warn', 'incomplete'],
  refused: ['bad', 'refused'],
  offline: ['idle', 'offline preview'],
  drifted: ['bad', 'drifted'],
  expiring: ['warn', 'ends soon'],
  invalid: ['bad', 'invalid file'],
  cancelled: ['idle', 'cancelled'],
};

const resources: Readonly<Record<ChangeReport['status'], Said>> = {
  pending: ['idle', 'planned'],
  processing: ['busy', 'under way'],
  success: ['good', 'proven'],
  error: ['bad', 'failed'],
  kept: ['good', 'up to date'],
  held: ['warn', 'held back'],
  'rolling-back': ['busy', 'being undone'],
  'rolled-back': ['bad', 'failed, undone'],
  'rollback-error': ['bad', 'failed, not undone'],
};

const say = ([mood, words]: Said): Html => status(mood, words);

export const taskStatus = (state: TaskRow['state']): Html => say(tasks[state]);
export const taskWords = (state: TaskRow['state']): string => tasks[state][1];
export const dispatchStatus = (state: Dispatch['state']): Html => say(dispatches[state]);
export const dispatchWords = (state: Dispatch['state']): string => dispatches[state][1];

/** In a rollback by hand what is undone is what was wanted. */
export const resourceStatus = (state: ChangeReport['status'], mode: Report['mode']): Html =>
  mode === 'rollback' && state === 'rolled-back'
    ? status('good', 'switched back')
    : say(resources[state]);
export const resourceWords = (state: ChangeReport['status']): string => resources[state][1];

/** The database keeps what a report said, whatever version wrote it. */
export function verdictStatus(verdict: string): Html {
  const known: Readonly<Record<string, Said>> = verdicts;
  return say(known[verdict] ?? ['idle', verdict]);
}

export function modeWords(mode: string): string {
  const known: Readonly<Record<string, string>> = modes;
  return known[mode] ?? mode;
}

export const reasonWords: Readonly<Record<Dispatch['reason'], string>> = {
  issuance: 'a certificate came',
  schedule: 'its time has come',
  manual: 'asked by an operator',
};

export const typeWords: Readonly<Record<Source['certificate_type'], string>> = {
  issued: 'issued',
  uploaded: 'uploaded',
  'private-ca': 'private CA',
};

export const keyWords: Readonly<Record<StoredCertificate['key_form'], string>> = {
  none: 'not kept here',
  sealed: 'sealed to the deploy job; cannot be read here',
  encrypted: 'encrypted by the master key',
};

/** What a delivery was answered with. */
export function answerStatus({ status: code }: Pick<Delivery, 'status'>): Html {
  if (code === 202) return status('good', 'stored');
  return code < 300 ? status('idle', 'nothing new') : status('bad', `refused (${code})`);
}

import type { ChangeReport, Report } from '../../shared/wire/report.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { shape } from './widgets.ts';
import type { Mood } from './widgets.ts';

interface Step {
  readonly name: string;
  readonly mood: Mood;
  readonly words: string;
}

const reached = (name: string, words: string): Step => ({ name, mood: 'good', words });
const missed = (name: string, words: string): Step => ({ name, mood: 'bad', words });
const open = (name: string, words: string): Step => ({ name, mood: 'idle', words });

function servedStep({ proof, status }: ChangeReport): Step {
  if (proof?.served === true) return reached('Served', 'by a handshake');
  if (proof?.readBack !== true) return open('Served', 'not tried');
  if (proof.served === false) return missed('Served', 'not seen');
  return open('Served', status === 'success' ? 'no handshake possible' : 'not tried');
}

function undoneStep({ status, undo }: ChangeReport, mode: Report['mode']): Step {
  switch (status) {
    case 'rolled-back':
      return mode === 'rollback'
        ? reached('Undone', 'as it was wanted')
        : { name: 'Undone', mood: 'warn', words: 'it is as it was found' };
    case 'rollback-error':
      return missed('Undone', 'the undoing failed');
    case 'rolling-back':
      return { name: 'Undone', mood: 'busy', words: 'under way' };
    case 'error':
      return open('Undone', undo ? 'nothing to undo' : 'no undo here');
    case 'success':
    case 'kept':
    case 'held':
    case 'pending':
    case 'processing':
      return open('Undone', 'no need');
  }
}

/** How far one change came, in the four steps that prove it or end it; none before a deployment. */
export function proofSteps(change: ChangeReport, mode: Report['mode']): readonly Step[] {
  const { proof } = change;
  if (proof === null) return [];
  return [
    proof.accepted ? reached('Accepted', 'by the cloud') : missed('Accepted', 'not accepted'),
    proof.readBack
      ? reached('Read back', 'as it was wanted')
      : proof.accepted
        ? missed('Read back', 'not confirmed')
        : open('Read back', 'not tried'),
    servedStep(change),
    undoneStep(change, mode),
  ];
}

export function drawSteps(steps: readonly Step[]): Html {
  if (steps.length === 0) return html``;
  return html`<ol class="steps" aria-label="Proof">
    ${steps.map(
      ({ name, mood, words }) =>
        html`<li class="${mood}">${shape(mood)}<b>${name}</b><span>${words}</span></li>`,
    )}
  </ol>`;
}

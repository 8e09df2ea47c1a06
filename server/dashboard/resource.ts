import { gainWords, leftBehindWords } from '../../shared/report/words.ts';
import type { CertificateReport, ChangeReport, Report } from '../../shared/wire/report.ts';
import { code, html, name, prose, short } from './html.ts';
import type { Html } from './html.ts';
import { drawSteps, proofSteps } from './proof.ts';
import { dayWords } from './when.ts';
import { resourceStatus } from './words.ts';

const actions: Readonly<Record<ChangeReport['action'], string>> = {
  keep: 'serves it already',
  attach: 'attach',
  replace: 'replace',
};

/** One resource of a run: which certificate it had and has, how far the change came, what went wrong. */
export function resource(change: ChangeReport, task: string, mode: Report['mode']): Html {
  const { account, domains, error, label, product, region, rollbackError, status } = change;
  const left = leftBehindWords(change, mode);
  const place = [product, account, ...(region === null ? [] : [region])].join(' · ');
  return html`<li>
    <article>
      <div class="resource-head">
        ${resourceStatus(status, mode)}
        <h3>${name(label)}</h3>
        <span class="hint">${name(place)}</span>
      </div>
      <div class="resource-body">
        <div>
          ${certificates(change)}
          <p class="hint">
            ${change.name === label ? '' : html`${code(change.name, 200)} · `}task ${name(task)}
          </p>
          ${domains.length === 0 ? '' : html`<p class="hint">for ${name(someOf(domains), 300)}</p>`}
        </div>
        ${drawSteps(proofSteps(change, mode))}
      </div>
      ${error === null ? '' : trouble(error, status === 'held')}
      ${rollbackError === null ? '' : trouble(rollbackError, false, 'Undoing it: ')}
      ${left === '' ? '' : html`<p class="hint">${left}</p>`}
    </article>
  </li>`;
}

const someOf = (domains: readonly string[]): string =>
  domains.length > 4
    ? `${domains.slice(0, 4).join(', ')} and ${domains.length - 4} more`
    : domains.join(', ');

function certificates({ action, daysGained, new: wanted, old }: ChangeReport): Html {
  const gain = gainWords(daysGained);
  const to = html`${name(wanted.name)} ${short(wanted.sha256)} ${until(wanted)}`;
  if (action === 'keep') return html`<p>${to}, ${actions.keep}</p>`;
  const from =
    old === null
      ? html`${action === 'attach' ? 'no certificate' : 'a certificate that could not be read'}`
      : html`${short(old.sha256)} ${until(old)}`;
  return html`<p>
    ${actions[action]}: ${from} <span aria-hidden="true">→</span
    ><span class="hidden">becomes</span> ${to}${gain === undefined ? '' : `, ${gain}`}
  </p>`;
}

const until = ({ notAfter }: CertificateReport): Html =>
  notAfter === null ? html`` : html`until ${dayWords(new Date(notAfter))}`;

export function trouble(
  { code: failure, message, advice }: NonNullable<ChangeReport['error']>,
  held: boolean,
  before = '',
): Html {
  return html`<div class="problem ${held ? 'held' : ''}">
    <p><b>${before}${failure}</b> ${prose(message)}</p>
    <p>What to do: ${advice}</p>
  </div>`;
}

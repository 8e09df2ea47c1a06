import type { Digest, DigestPart } from './digest.ts';
import type { Mark } from './facts.ts';
import { fitDigest, restWords } from './fit.ts';
import { markSigns } from './signs.ts';

/** A mail without its envelope. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Gmail clips a mail beyond 102 KB. */
const mostBytes = 90_000;

export function mailOf(digest: Digest): Mail {
  return fitDigest(
    digest,
    (shown) => ({ subject: shown.subject, text: textOf(shown), html: htmlOf(shown) }),
    ({ html }) => Buffer.byteLength(html) <= mostBytes,
  );
}

/** The digest as plain text: of a mail, and of a terminal. */
export function textOf(digest: Digest): string {
  const { mark, lead, facts, parts, next, link } = digest;
  const blocks = [
    `${markSigns[mark]} ${lead}`,
    ...parts.map((part) => {
      const rest = restWords(part, digest);
      return [
        `${part.title} (${part.total})`,
        ...part.lines.map(
          (line) => `  ${markSigns[line.mark]} ${line.title}\n      ${line.detail}`,
        ),
        ...(rest === undefined ? [] : [`  ${rest}`]),
      ].join('\n');
    }),
    ...(next.length === 0 ? [] : [`What to do:\n${next.map((words) => `- ${words}`).join('\n')}`]),
    ...(link === null ? [] : [`${link.words}: ${link.url}`]),
    facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escape = (text: string): string => text.replace(/[&<>"']/gu, (sign) => entities[sign] ?? '');

const colours: Readonly<Record<Mark, string>> = {
  good: '#1a7f37',
  warning: '#9a6700',
  bad: '#cf222e',
  paused: '#57606a',
};

/** Styles stand on the elements: mail programs drop style sheets. No picture, nothing from elsewhere. */
function htmlOf(digest: Digest): string {
  const { mark, subject, lead, facts, parts, next, link } = digest;
  const font = 'font:15px/1.5 system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif';
  const body = [
    `<p style="font-size:18px;font-weight:600;color:${colours[mark]}">${markSigns[mark]} ${escape(lead)}</p>`,
    ...parts.map((part) => partHtml(part, digest)),
    next.length === 0
      ? ''
      : `<h2 style="font-size:15px">What to do</h2><ul>${next.map((words) => `<li>${escape(words)}</li>`).join('')}</ul>`,
    link === null ? '' : `<p><a href="${escape(link.url)}">${escape(link.words)}</a></p>`,
    facts.length === 0
      ? ''
      : `<p style="color:#57606a;font-size:13px">${facts.map(([name, value]) => `${escape(name)}: ${escape(value)}`).join('<br>')}</p>`,
  ];
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escape(subject)}</title></head>`,
    `<body style="${font};max-width:720px;margin:0 auto;padding:16px">`,
    ...body.filter((block) => block !== ''),
    '</body></html>',
    '',
  ].join('\n');
}

function partHtml(part: DigestPart, digest: Digest): string {
  const rest = restWords(part, digest);
  const lines = part.lines.map(
    ({ mark, title, detail }) =>
      `<li style="margin-bottom:6px"><span style="color:${colours[mark]}">${markSigns[mark]}</span> <b>${escape(title)}</b><br>${escape(detail)}</li>`,
  );
  return [
    `<h2 style="font-size:15px">${escape(part.title)} (${part.total})</h2>`,
    `<ul style="list-style:none;padding-left:0">${lines.join('\n')}</ul>`,
    ...(rest === undefined ? [] : [`<p>${escape(rest)}</p>`]),
  ].join('\n');
}

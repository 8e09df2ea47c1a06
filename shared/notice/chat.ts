import type { ContactFormat } from '../core/deployment.ts';
import type { Digest } from './digest.ts';
import { fitDigest, restWords } from './fit.ts';
import { markSigns } from './signs.ts';

/** The JSON that a chat webhook is sent: within its limit, with texts of strangers made harmless. */
export function chatBody(format: ContactFormat, digest: Digest): string {
  const { render, most } = forms[format];
  return fitDigest(
    digest,
    (shown) => JSON.stringify(render(shown)),
    (body) => Buffer.byteLength(body) <= most,
  );
}

interface Form {
  readonly render: (digest: Digest) => unknown;
  /** Bytes of the body. */
  readonly most: number;
}

const forms: Readonly<Record<ContactFormat, Form>> = {
  generic: { render: generic, most: 65_536 },
  // 50 blocks of 3000 characters would be taken; nobody reads that in a channel.
  // https://docs.slack.dev/reference/block-kit/blocks/section-block
  slack: { render: slack, most: 12_000 },
  // https://open.dingtalk.com/document/orgapp/custom-robots-send-group-messages (20,000 bytes)
  dingtalk: { render: dingtalk, most: 18_000 },
  // https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (20 KB)
  feishu: { render: feishu, most: 18_000 },
  // The content alone may have 4096 bytes. https://developer.work.weixin.qq.com/document/path/91770
  wecom: { render: wecom, most: 4000 },
};

/** Our own form: for scripts, so nothing in it is escaped but by JSON. */
function generic(digest: Digest): unknown {
  const { kind, mark, subject, lead, facts, parts, next, link } = digest;
  return {
    version: 1,
    kind,
    mark,
    subject,
    text: lead,
    facts: Object.fromEntries(facts),
    parts: parts.map(({ title, total, lines }) => ({
      title,
      total,
      omitted: total - lines.length,
      lines,
    })),
    next,
    link,
  };
}

/** One text per line of the message, by a form's own writing of each. */
function linesOf(digest: Digest, write: (text: string) => string): readonly string[] {
  const { facts, parts, next } = digest;
  return [
    ...parts.flatMap((part) => {
      const rest = restWords(part, digest);
      return [
        `${write(part.title)} (${part.total})`,
        ...part.lines.map(
          ({ mark, title, detail }) => `${markSigns[mark]} ${write(title)}: ${write(detail)}`,
        ),
        ...(rest === undefined ? [] : [rest]),
      ];
    }),
    ...next.map((words) => `→ ${write(words)}`),
    ...(facts.length === 0
      ? []
      : [facts.map(([name, value]) => `${name}: ${write(value)}`).join(' · ')]),
  ];
}

/**
 * Slack reads these three as the beginning of a link or a mention, and only with them escaped as text.
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
const slackEntities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const slackText = (text: string): string =>
  text.replace(/[&<>]/gu, (sign) => slackEntities[sign] ?? '').replaceAll('@', '@\u200B');

/** Sections of plain text: no sign in them is formatting. */
function slack(digest: Digest): unknown {
  const { mark, lead, subject, link } = digest;
  const plain = (text: string) => ({
    type: 'section',
    text: { type: 'plain_text', text, emoji: false },
  });
  const opened =
    link === null
      ? []
      : [{ type: 'section', text: { type: 'mrkdwn', text: `<${link.url}|${link.words}>` } }];
  return {
    // What a notification shows; read as mrkdwn unless told otherwise.
    text: slackText(subject),
    mrkdwn: false,
    unfurl_links: false,
    blocks: [
      plain(slackText(`${markSigns[mark]} ${lead}`)),
      ...chunks(linesOf(digest, slackText), 2900).map(plain),
      ...opened,
    ],
  };
}

/** Lines put together to texts of at most so many characters. */
function chunks(lines: readonly string[], most: number): readonly string[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last === undefined || last.length + 1 + line.length > most) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts;
}

/** Signs that Markdown, HTML or a mention begins with, to ones that only look like them. */
const lookAlikes: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('!#&*<>@[\\]_`|~', (sign) => [
    sign,
    String.fromCodePoint(sign.charCodeAt(0) + 0xfee0),
  ]),
);

/** For dialects of Markdown that know no reliable escape. */
const inert = (text: string): string =>
  text.replace(/[!#&*<>@[\\\]_`|~]/gu, (sign) => lookAlikes[sign] ?? '');

function markdownOf(digest: Digest): string {
  const { mark, lead, link } = digest;
  return [
    `${markSigns[mark]} **${inert(lead)}**`,
    ...linesOf(digest, inert),
    ...(link === null ? [] : [`[${link.words}](${link.url})`]),
  ].join('\n\n');
}

function dingtalk(digest: Digest): unknown {
  return {
    msgtype: 'markdown',
    markdown: {
      title: inert(digest.subject),
      text: `${inert(digest.subject)}\n\n${markdownOf(digest)}`,
    },
    at: { isAtAll: false, atMobiles: [], atUserIds: [] },
  };
}

function wecom(digest: Digest): unknown {
  return {
    msgtype: 'markdown',
    markdown: {
      content: `${inert(digest.subject)}\n${markdownOf(digest).replaceAll('\n\n', '\n')}`,
    },
  };
}

/** Rich text: every piece says what it is, and a text is read as nothing else. */
function feishu(digest: Digest): unknown {
  const { mark, lead, subject, link } = digest;
  const line = (text: string) => [{ tag: 'text', text }];
  return {
    msg_type: 'post',
    content: {
      post: {
        en_us: {
          title: inert(subject),
          content: [
            line(`${markSigns[mark]} ${inert(lead)}`),
            ...linesOf(digest, inert).map(line),
            ...(link === null ? [] : [[{ tag: 'a', text: link.words, href: link.url }]]),
          ],
        },
      },
    },
  };
}

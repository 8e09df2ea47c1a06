import { Secret } from '../shared/core/secret.ts';
import { workflowCommand, type Write } from './log.ts';

/**
 * Secrets as the runner and we hide them. The runner hides a registered value, each of its lines, and
 * forms such as its base64, in the log, in annotations and in the job summary; from that moment on. It
 * hides nothing in comments, reports and outputs: what goes there passes through `redact`.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#masking-a-value-in-a-log
 */
export interface Masks {
  /** Registers the value and the forms it may be printed in. Repeating it does nothing. */
  add(secret: Secret | string): void;
  /** The text with every registered form, and whatever looks like a credential, replaced. */
  redact(text: string): string;
}

/** Shorter values hide half of the alphabet and protect nothing. */
const shortest = 4;
/** A shorter line of a key's base64 occurs in other texts as well. */
const shortestKeyLine = 16;

const armour = /^-----(?:BEGIN|END) [A-Z0-9 ]+-----$/u;

/**
 * The forms of a secret, the value itself first. A key in PEM is also registered line by line (only the
 * long ones: the last may be `Xg==`), as the single line that some clouds return, and as it looks inside
 * of JSON; also when its line ends were stored as the two characters `\n`.
 */
export function maskedForms(value: string): readonly string[] {
  const lines = value.split(/\r\n|[\r\n]|\\r\\n|\\n/u).map((line) => line.trim());
  const isPem = lines.some((line) => armour.test(line));
  const body = lines.filter((line) => line !== '' && !armour.test(line));
  const forms = [value, value.trim()];
  if (isPem) forms.push(...body.filter((line) => line.length >= shortestKeyLine));
  else if (lines.length > 1) forms.push(...body);
  if (isPem || lines.length > 1)
    forms.push(body.join(''), body.join('\\n'), lines.join('\n').trim());
  forms.push(...forms.map((form) => JSON.stringify(form).slice(1, -1)));
  return [...new Set(forms)].filter((form) => form.trim().length >= shortest);
}

/** Shapes of credentials, for what was never registered: keys, tokens, access key ids. */
const shapes = [
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gu,
  // Installation tokens are `ghs_<app>_<JWT>` since 2026; the others kept their form.
  /\bghs_[A-Za-z0-9._-]{36,}/gu,
  /\bgh[pour]_[A-Za-z0-9]{36,}/gu,
  /\bgithub_pat_[A-Za-z0-9_]{22,}/gu,
  // The header has an end: looking for it from each of many starts must not take for ever.
  /\beyJ[\w-]{8,1024}\.[\w-]{8,}\.[\w-]{8,}/gu,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/gu,
  /\bAKID[A-Za-z0-9]{13,40}\b/gu,
  /\bLTAI[A-Za-z0-9]{12,30}\b/gu,
];

/** Of `LTAI` and twelve characters, the shortest of them. */
const shortestShape = 16;

/** `write` goes to the runner's log. Register every secret before anything else is printed. */
export function createMasks(write: Write): Masks {
  const forms = new Set<string>();
  let longestFirst: readonly string[] | undefined;
  return {
    add(secret) {
      const value = secret instanceof Secret ? secret.reveal() : secret;
      for (const form of maskedForms(value)) {
        if (forms.has(form)) continue;
        forms.add(form);
        longestFirst = undefined;
        write(workflowCommand('add-mask', form));
      }
    },
    redact(text) {
      // The longest first: a form may be part of another.
      longestFirst ??= [...forms].sort((a, b) => b.length - a.length);
      const known = longestFirst.reduce(
        // A report holds a million short texts: most forms cannot be in them.
        (result, form) => (form.length > result.length ? result : result.replaceAll(form, '***')),
        text,
      );
      if (known.length < shortestShape) return known;
      return shapes.reduce((result, shape) => result.replace(shape, '***'), known);
    },
  };
}

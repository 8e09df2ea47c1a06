const empty = new Set([
  'meta',
  'link',
  'img',
  'input',
  'br',
  'wbr',
  'path',
  'circle',
  'line',
  'rect',
]);
/** What ends a paragraph wherever it begins: the closing tag of the paragraph then closes nothing. */
const block =
  /^(?:article|details|div|dl|fieldset|figure|footer|form|h[1-6]|header|main|nav|ol|p|pre|section|table|ul)$/u;

/** Everything that a strict reader objects to: tags that are not closed in order, or not where they are. */
export function faultsOf(html: string): readonly string[] {
  const faults: string[] = [];
  const stack: string[] = [];
  for (const [tag, closing, name = '', rest = ''] of html.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:\s+[^<>"]*(?:"[^"]*"[^<>"]*)*)?)>/gu,
  )) {
    if (closing === '/') {
      const open = stack.pop();
      if (open !== name) faults.push(`</${name}> closes <${open ?? 'nothing'}>`);
      continue;
    }
    const attributes = rest.replaceAll(/"[^"]*"/gu, '');
    if (/\s(?:style|on[a-z]+)=/u.test(attributes))
      faults.push(`an attribute that the policy forbids: ${tag}`);
    if (name === 'script' || name === 'style') faults.push(`an element that is not ours: ${tag}`);
    if (block.test(name) && stack.includes('p')) faults.push(`<${name}> in a paragraph`);
    if (name === 'a' && stack.includes('a')) faults.push('a link in a link');
    if (!empty.has(name) && !rest.endsWith('/')) stack.push(name);
  }
  if (stack.length > 0) faults.push(`never closed: ${stack.join(', ')}`);
  const ids = [...html.matchAll(/ id="([^"]*)"/gu)].map(([, id]) => id);
  if (new Set(ids).size < ids.length) faults.push(`an id twice: ${ids.join(', ')}`);
  return faults;
}

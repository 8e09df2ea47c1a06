/** What the runner hides, and how: `***` for each registered value and for the forms it derives. */
export interface Masks {
  /** As `::add-mask::` and repository secrets do: the whole value, and every line of it. */
  add(value: string): void;
  apply(text: string): string;
  readonly values: readonly string[];
}

/** Base64 of the value, also where one or two bytes stand before it in the same group of three. */
function base64Forms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2]
    .map((skip) => bytes.subarray(skip).toString('base64').replace(/=+$/u, ''))
    .filter((form) => form.length > 2);
}

const xml: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

function derived(value: string): readonly string[] {
  return [
    value,
    ...base64Forms(value),
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    value.replaceAll(/[&<>"']/gu, (character) => xml[character] ?? character),
    value.replaceAll(/^"|"$/gu, ''),
  ].filter((form) => form !== '');
}

export function createMasks(): Masks {
  const values: string[] = [];
  const hidden = new Set<string>();
  return {
    values,
    add(value) {
      const lines = value.split(/[\r\n]+/u).map((line) => line.trim());
      for (const part of [value, ...lines].filter((text) => text.trim() !== '')) {
        if (values.includes(part)) continue;
        values.push(part);
        for (const form of derived(part)) hidden.add(form);
      }
    },
    apply(text) {
      const found: [start: number, end: number][] = [];
      for (const form of hidden) {
        for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
          found.push([at, at + form.length]);
        }
      }
      found.sort(([a], [b]) => a - b);
      // Overlapping and touching finds become one `***`, as in the runner.
      let result = '';
      let position = 0;
      let open: [number, number] | undefined;
      for (const range of [...found, [Infinity, Infinity] as [number, number]]) {
        if (open !== undefined && range[0] <= open[1]) {
          open[1] = Math.max(open[1], range[1]);
          continue;
        }
        if (open !== undefined) {
          result += `${text.slice(position, open[0])}***`;
          [, position] = open;
        }
        open = [...range];
      }
      return result + text.slice(position);
    },
  };
}

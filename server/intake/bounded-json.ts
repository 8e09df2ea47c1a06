const open = [0x7b, 0x5b];
const close = [0x7d, 0x5d];
const quote = 0x22;
const backslash = 0x5c;

/** Whether objects and arrays are nested deeper than that anywhere outside of texts. */
function isDeeper(bytes: Uint8Array, most: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (inText) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inText = false;
    } else if (byte === quote) {
      inText = true;
    } else if (open.includes(byte)) {
      depth += 1;
      if (depth > most) return true;
    } else if (close.includes(byte)) {
      depth -= 1;
    }
  }
  return false;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Deep enough for every sender that is known, and no further. */
export const mostDepth = 8;

/** The value of a JSON text in UTF-8; undefined where it is none or nested deeper than `depth`. */
export function parseJson(
  bytes: Uint8Array,
  depth = mostDepth,
): { readonly value: unknown } | undefined {
  if (isDeeper(bytes, depth)) return undefined;
  try {
    return { value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    // The parser's own message quotes its input.
    return undefined;
  }
}

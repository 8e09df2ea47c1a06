import type { Remark } from '../core/model.ts';
import { listed } from './answer.ts';
import type { SentChain } from './chain.ts';
import type { Proof } from './proof.ts';

/**
 * The certificate is the wanted one, and what leads from it to its authority was not sent with it, or not
 * in order. Judged by what was sent and by what the deployed chain holds, not by what this machine trusts.
 */
export function chainRemark({ change, answers }: Proof): Remark | undefined {
  const { intermediates, sha256 } = change.certificate;
  const places = new Map<string, Set<string>>();
  for (const { address, handshake: shown } of answers) {
    if (shown.kind !== 'certificate' || shown.facts.sha256 !== sha256) continue;
    // Where a client certificate is demanded early, the rest of the chain was not seen.
    if (shown.sent === undefined) continue;
    const flaw = flawOf(shown.sent, intermediates);
    if (flaw !== undefined) places.set(flaw, (places.get(flaw) ?? new Set()).add(address));
  }
  if (places.size === 0) return undefined;
  const flaws = [...places].map(([flaw, where]) => `${flaw} at ${listed([...where])}`);
  return {
    code: 'chain-not-served',
    level: 'warning',
    message: `the certificate is served ${flaws.join(', and ')}: clients that have not seen what is missing refuse it; look at the chain that the cloud holds`,
  };
}

/** `wanted`: the intermediates of the deployed chain; undefined where it was not read. */
function flawOf(sent: SentChain, wanted: number | undefined): string | undefined {
  const { intermediates, strays, ordered, complete } = sent;
  if (!complete && intermediates < (wanted ?? 0)) {
    return `${withoutWords(intermediates, wanted ?? 0)}${strays > 0 ? strayWords : ''}`;
  }
  if (!ordered) return 'with its intermediates out of order';
  if (!complete && intermediates === 0 && strays > 0) return `without its issuer${strayWords}`;
  return undefined;
}

const strayWords = ' (what is sent instead did not sign it)';

function withoutWords(has: number, wanted: number): string {
  if (has > 0) return `with ${has} of its ${wanted} intermediates`;
  return wanted === 1 ? 'without its intermediate' : `without all of its ${wanted} intermediates`;
}

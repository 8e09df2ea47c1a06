import type { ClientHello } from '../../tls/client-hello.ts';
import type { Identity } from '../../tls/identity.ts';
import { ecdsaFirst } from '../../tls/select.ts';
import type { ListenerSlots, Presented } from '../serving.ts';

function isRegex(pattern: string, name: string): boolean {
  return pattern.startsWith('~') && new RegExp(pattern.slice(1), 'u').test(name);
}

/**
 * How closely a rule's domain fits a name; 0: not at all. Exact before `*.name` before `name.*`
 * before regular expressions. https://www.tencentcloud.com/document/product/214/9032
 */
function closeness(pattern: string, name: string): number {
  if (pattern === name) return 4;
  if (pattern.startsWith('*.') && name.endsWith(pattern.slice(1))) return 3;
  if (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))) return 2;
  return isRegex(pattern, name) ? 1 : 0;
}

/** What a connection is answered with; names that no rule has go to the default domain. */
export function presentedFor(
  slots: ListenerSlots,
  servername: string | undefined,
): Presented | undefined {
  if (slots.whole !== undefined) return slots.whole;
  let best = { score: 0, presented: undefined as Presented | undefined };
  for (const { names, presented } of slots.domains) {
    const score = Math.max(0, ...names.map((pattern) => closeness(pattern, servername ?? '')));
    if (score > best.score) best = { score, presented };
  }
  return best.presented ?? slots.domains.find(({ isDefault }) => isDefault)?.presented;
}

/** Among two certificates the one whose key type the client can check, ECC first. */
export function chooseIdentity(
  { identities }: Presented,
  { keyTypes }: Pick<ClientHello, 'keyTypes'>,
): Identity | undefined {
  const usable = identities.filter(({ keyType }) => keyTypes.has(keyType));
  return [...usable].sort(ecdsaFirst)[0] ?? identities[0];
}

import type { Change } from '../core/model.ts';
import { certificateWords, markOf } from './answer.ts';
import type { Answer } from './answer.ts';

/** One thing that was said of one name at one address. */
export interface Said {
  readonly name: string;
  readonly address: string;
  readonly words: string;
}

/** The same, of all the names and addresses that it is true of. */
export interface SaidTogether {
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  readonly words: string;
}

/** Puts together what is the same, so that each name is true of each address. In the order of the first. */
export function together(said: readonly Said[]): readonly SaidTogether[] {
  const byAddress = Map.groupBy(said, ({ address, words }) => JSON.stringify([address, words]));
  const perAddress = [...byAddress.values()].flatMap((same) => {
    const names = [...new Set(same.map(({ name }) => name))];
    return same.slice(0, 1).map(({ address, words }) => ({ names, address, words }));
  });
  const byNames = Map.groupBy(perAddress, ({ names, words }) => JSON.stringify([names, words]));
  return [...byNames.values()].flatMap((same) => {
    const addresses = [...new Set(same.map(({ address }) => address))];
    return same.slice(0, 1).map(({ names, words }) => ({ names, addresses, words }));
  });
}

const worstFirst = { miss: 0, silent: 1, hit: 2 };
const sentencesAtMost = 6;

/**
 * What every address answered, for a person; what is not the wanted certificate comes first:
 * "www.example.com at 203.0.113.7:443 serves 1a2b3c4d …, the certificate it had before; www.example.com at
 * 203.0.113.8:443 serves the new certificate".
 */
export function shownWhere(answers: readonly Answer[], change: Change): string {
  const sorted = answers.toSorted(
    (one, other) => worstFirst[markOf(one, change)] - worstFirst[markOf(other, change)],
  );
  const all = together(
    sorted.map((answer) => ({
      name:
        answer.question.servername === undefined
          ? 'the default (no name asked)'
          : answer.question.label,
      address: answer.address,
      words: said(answer, change),
    })),
  );
  const sentences = all.slice(0, sentencesAtMost).map(({ names, addresses, words }) => {
    const where = `${some(names)} at ${some(addresses, 8)}`;
    const { length } = names.length > 1 ? names : addresses;
    return words.startsWith(':') ? `${where}${words}` : `${where} ${serve(length)} ${words}`;
  });
  const left = all.length - sentences.length;
  return left > 0 ? `${sentences.join('; ')}; and ${left} more` : sentences.join('; ');
}

function said({ handshake }: Answer, change: Change): string {
  return handshake.kind === 'certificate'
    ? certificateWords(handshake, change)
    : `: ${handshake.words}`;
}

export function serve(many: number): string {
  return many === 1 ? 'serves' : 'serve';
}

/** "a, b and c", or the first of many and how many more there are. */
export function some(items: readonly string[], most = 3): string {
  const left = items.length - most;
  if (left > 0) return `${items.slice(0, most).join(', ')} and ${left} more`;
  const last = items.at(-1) ?? '';
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} and ${last}` : last;
}

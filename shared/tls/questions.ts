import { randomBytes } from 'node:crypto';

import { isWildcard } from '../core/domain.ts';
import type { Binding, Change, Domain } from '../core/model.ts';

/** What to ask a listener for: one of the change's domains, or its default certificate. */
export interface Question {
  /** As it is called in sentences. */
  readonly label: string;
  /** Undefined: without SNI. */
  readonly servername: string | undefined;
  /** The domain that is asked about: where it is a wildcard, `servername` is a name below it. */
  readonly domain?: Domain;
}

/** More domains than this on one resource are sampled: they share a listener and its certificate. */
export const mostDomains = 20;

/**
 * The names to ask about one change. A wildcard is asked with a label that nobody has asked for before.
 * Where the change concerns the default certificate of an SNI list, it is also asked for, without a name.
 */
export function questionsFor(change: Change, randomLabel: () => string): readonly Question[] {
  const asked: Question[] = sample(change.domains, mostDomains).map((domain) => ({
    label: domain,
    servername: concrete(domain, randomLabel),
    domain,
  }));
  const ofDefault =
    change.resource.slots === 'sni' && slotsOf(change).some(({ slot }) => slot === 'default');
  return ofDefault || asked.length === 0
    ? [...asked, { label: 'no name', servername: undefined }]
    : asked;
}

/** The slots whose certificate the change puts there, or keeps there. */
function slotsOf(change: Change): readonly Binding[] {
  switch (change.kind) {
    case 'keep':
      return change.bindings;
    case 'attach':
      return [];
    case 'replace':
      return change.replaces;
  }
}

/** A label that nobody has asked for before, so that no cache has an answer. */
export function randomLabel(): string {
  return randomBytes(5).toString('hex');
}

/** A name that can be asked for: the domain, or one label below its wildcard. */
export function concrete(domain: Domain, randomLabel: () => string): string {
  return isWildcard(domain) ? `certferry-${randomLabel()}${domain.slice(1)}` : domain;
}

/** At most `most` of the items, evenly spread, first and last among them. The same for the same input. */
export function sample<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * step)]).filter(
    (item) => item !== undefined,
  );
}

import { createHash } from 'node:crypto';

import type { Binding, Certificate, ChangeId, EditDigest, ResourceId } from './model.ts';

function sha256(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The same change in every plan: this resource, this certificate. */
export function changeId(resource: ResourceId, certificate: Certificate): ChangeId {
  return sha256(['change', 1, resource, certificate.sha256]).slice(0, 16);
}

/** A certificate bound now, by what it is where that is known, else by the cloud's id of it. */
function boundIdentity(binding: Binding): string {
  return binding.facts?.sha256 ?? `ref:${binding.ref}`;
}

/**
 * What an edit means: resource, certificates it takes the place of, certificate wanted. Not time, not
 * order, not text. Equal digests are the same edit.
 */
export function editDigest(
  resource: ResourceId,
  replaces: readonly Binding[],
  certificate: Certificate,
): EditDigest {
  const before = [...new Set(replaces.map(boundIdentity))].sort();
  return sha256(['edit', 1, resource, before, certificate.sha256]);
}

/** One digest for a set of edits, free of their order. */
export function planDigest(edits: readonly EditDigest[]): string {
  return sha256(['plan', 1, [...edits].sort()]);
}

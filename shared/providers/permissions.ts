/** What a product calls, in the cloud's own words: `read` for a preview, `write` on top to deploy. */
export interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** On top of both, to remove old certificate objects; whoever does not want that grants none of it. */
  readonly cleanUp?: readonly string[];
}

/** Every action of a table, as the type of what its product may call. */
export type ActionOf<P extends Permissions> =
  | P['read'][number]
  | P['write'][number]
  | (P extends { readonly cleanUp: readonly (infer Action)[] } ? Action : never);

export function together(...parts: readonly Permissions[]): Required<Permissions> {
  const all = (kind: keyof Permissions) =>
    [...new Set(parts.flatMap((part) => part[kind] ?? []))].sort();
  return { read: all('read'), write: all('write'), cleanUp: all('cleanUp') };
}

/** Remembers answers by key, also while they are under way. A failure is asked again. */
export function memo<T>() {
  const known = new Map<string, Promise<T>>();
  return async (key: string, make: () => Promise<T>): Promise<T> => {
    const current = known.get(key);
    if (current !== undefined) return await current;
    const made = make();
    known.set(key, made);
    made.catch(() => known.delete(key));
    return await made;
  };
}

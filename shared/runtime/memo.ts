/** Remembers answers by key, also while they are under way. A failure, or nothing, is asked again. */
export function memo<T>() {
  const known = new Map<string, Promise<T>>();
  return {
    async get(key: string, make: () => Promise<T>): Promise<T> {
      const current = known.get(key);
      if (current !== undefined) return await current;
      const made = make();
      known.set(key, made);
      const forget = () => known.delete(key);
      made.then((value) => value === null && forget(), forget);
      return await made;
    },
  };
}

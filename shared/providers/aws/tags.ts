import { DeployError } from '../../core/errors.ts';

/** By resource, then by key. */
export type TagMap = ReadonlyMap<string, ReadonlyMap<string, string>>;

export const noTags: ReadonlyMap<string, string> = new Map();

/** DescribeTags takes 20 resources at most, and fails as a whole when one of them is gone. */
export async function readTags(
  resources: readonly string[],
  read: (some: readonly string[]) => Promise<TagMap>,
): Promise<TagMap> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  const keep = (tags: TagMap) => {
    for (const [resource, values] of tags) found.set(resource, values);
  };
  const one = async (some: readonly string[]): Promise<void> => {
    try {
      keep(await read(some));
    } catch (thrown) {
      if (DeployError.from(thrown).code !== 'RESOURCE_GONE') throw thrown;
      if (some.length > 1) for (const resource of some) await one([resource]);
    }
  };
  for (let start = 0; start < resources.length; start += 20) {
    await one(resources.slice(start, start + 20));
  }
  return found;
}

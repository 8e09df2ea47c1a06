import { expect, it } from 'vitest';

import { memo } from './memo.ts';

it('asks once, also while the answer is under way, and again after a failure or nothing', async () => {
  const answers = memo<string | null>();
  const asked: string[] = [];
  const get = async (key: string, answer: string | null | Error) =>
    await answers.get(key, async () => {
      asked.push(key);
      await Promise.resolve();
      if (answer instanceof Error) throw answer;
      return answer;
    });
  expect(await Promise.all([get('a', 'x'), get('a', 'y')])).toEqual(['x', 'x']);
  expect(await get('b', null)).toBeNull();
  await expect(get('c', new Error('lost'))).rejects.toThrow('lost');
  expect([await get('a', 'z'), await get('b', 'z'), await get('c', 'z')]).toEqual(['x', 'z', 'z']);
  expect(asked).toEqual(['a', 'b', 'c', 'b', 'c']);
});

import { expect, it } from 'vitest';

import { DeployError } from '../../core/errors.ts';
import { retryAfterMs } from './client.ts';
import { pages } from './paging.ts';
import { partitionIdOfRegion, partitionOf } from './partition.ts';
import { readTags } from './tags.ts';

it('reads Retry-After in seconds and as a date', () => {
  const now = new Date('2026-11-25T00:00:00Z');
  expect(retryAfterMs('7', now)).toBe(7000);
  expect(retryAfterMs('Wed, 25 Nov 2026 00:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Tue, 24 Nov 2026 00:00:00 GMT', now)).toBe(0);
  for (const header of ['', 'soon', undefined, 7]) {
    expect(retryAfterMs(header, now)).toBeUndefined();
  }
});

it('reads pages to the end, and stops at one that names itself', async () => {
  const read = async (chain: Record<string, string | undefined>) => {
    const seen: (string | undefined)[] = [];
    const list = pages(
      async (token) => {
        seen.push(token);
        return await Promise.resolve(chain[token ?? 'first']);
      },
      (next) => next,
    );
    for await (const _page of list) if (seen.length > 9) throw new Error('endless');
    return seen;
  };
  expect(await read({ first: 'a', a: 'b', b: '' })).toEqual([undefined, 'a', 'b']);
  await expect(read({ first: 'a', a: 'a' })).rejects.toMatchObject({ code: 'CLOUD_UNEXPECTED' });
});

it('reads tags one by one when a resource of a group is gone', async () => {
  const asked: string[][] = [];
  const tags = await readTags(['a', 'gone', 'b'], async (some) => {
    asked.push([...some]);
    if (some.includes('gone')) throw new DeployError('RESOURCE_GONE', 'gone');
    return await Promise.resolve(new Map(some.map((name) => [name, new Map([['k', name]])])));
  });
  expect([...tags.keys()]).toEqual(['a', 'b']);
  expect(asked).toEqual([['a', 'gone', 'b'], ['a'], ['gone'], ['b']]);
});

it('knows partitions by ARN and by region', () => {
  expect(partitionOf('arn:aws-cn:iam::1:user/x')).toMatchObject({
    id: 'aws-cn',
    cloudFront: 'iam',
  });
  expect(partitionOf('arn:aws:iam::1:user/x')).toMatchObject({
    id: 'aws',
    globalRegion: 'us-east-1',
  });
  expect(partitionOf('arn:aws-iso:iam::1:user/x')).toMatchObject({
    id: 'aws-iso',
    cloudFront: null,
  });
  expect(
    ['eu-west-1', 'cn-north-1', 'us-gov-east-1', 'eusc-de-east-1', 'us-isob-east-1'].map(
      partitionIdOfRegion,
    ),
  ).toEqual(['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc', 'aws-isob']);
});

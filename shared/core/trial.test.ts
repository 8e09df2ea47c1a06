import { describe, expect, it } from 'vitest';

import { DeployError } from './errors.ts';
import type { FailureCode } from './errors.ts';
import { tryEach } from './trial.ts';

const fails = (code: FailureCode, message: string) => async () => {
  await Promise.reject(new DeployError(code, message));
};
const isAnswer = ({ code }: DeployError) => code === 'RESOURCE_GONE';

describe('trying permissions', () => {
  it('gives one entry per permission, in the order in which they are declared', async () => {
    const tried = await tryEach(
      ['a:Read', 'a:Find', 'a:Write', 'a:Busy', 'a:Never'],
      {
        'a:Never': { unasked: 'it would be carried out' },
        'a:Write': fails('PERMISSION_MISSING', 'writing: the login lacks the permission a:Write'),
        'a:Find': fails('RESOURCE_GONE', 'no such thing'),
        'a:Busy': fails('CLOUD_UNAVAILABLE', 'HTTP 503'),
        'a:Read': async () => await Promise.resolve('a page'),
      },
      isAnswer,
    );
    expect(tried).toEqual([
      { permission: 'a:Read', state: 'granted', message: '' },
      { permission: 'a:Find', state: 'granted', message: '' },
      {
        permission: 'a:Write',
        state: 'missing',
        message: 'writing: the login lacks the permission a:Write',
      },
      { permission: 'a:Busy', state: 'unknown', message: 'HTTP 503' },
      { permission: 'a:Never', state: 'unknown', message: 'it would be carried out' },
    ]);
  });

  it('does not call a permission missing when the cloud names another one', async () => {
    const denied = fails('PERMISSION_MISSING', 'the login lacks the permission a:Tag (request 1)');
    const tried = await tryEach(
      ['a:Import', 'a:Tag'],
      { 'a:Import': denied, 'a:Tag': denied },
      isAnswer,
    );
    expect(tried).toMatchObject([
      { state: 'unknown', message: 'not told while a:Tag is missing' },
      { state: 'missing' },
    ]);
  });

  it('tells a permission from one whose name begins with it', async () => {
    const denied = fails('PERMISSION_MISSING', 'the login lacks the permission a:GetConfig');
    const declared = ['a:Get', 'a:GetConfig'];
    const trials = { 'a:Get': async () => {}, 'a:GetConfig': denied };
    expect((await tryEach(declared, trials, isAnswer)).map(({ state }) => state)).toEqual([
      'granted',
      'missing',
    ]);
  });

  it.each(['CREDENTIALS_REJECTED', 'CANCELLED'] as const)(
    'rejects with %s once everything has ended',
    async (code) => {
      let ended = false;
      const slow = async () => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        ended = true;
      };
      const trials = { 'a:Read': fails(code, 'as a whole'), 'a:Slow': slow };
      await expect(tryEach(['a:Read', 'a:Slow'], trials, isAnswer)).rejects.toMatchObject({ code });
      expect(ended).toBe(true);
    },
  );

  it('is a defect where a declared permission has no trial', async () => {
    await expect(tryEach(['a:Read'], {}, isAnswer)).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

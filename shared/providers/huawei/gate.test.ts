import { setTimeout as delay } from 'node:timers/promises';

import { expect, it } from 'vitest';

import { DeployError } from '../../core/errors.ts';
import { createGate } from './gate.ts';

const rejected = () => new DeployError('CREDENTIALS_REJECTED', 'wrong');

it('lets one call out on trial after a rejection, and those that wait fail with it unsent', async () => {
  const gate = createGate();
  let sent = 0;
  const send = async () => {
    sent += 1;
    await delay(5);
    throw rejected();
  };
  await expect(gate.pass(send)).rejects.toThrow('wrong');
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => gate.pass(send)));
  expect(results.every(({ status }) => status === 'rejected')).toBe(true);
  expect(sent).toBe(2);
});

it('lets all go on when the trial is accepted', async () => {
  const gate = createGate();
  await expect(gate.pass(() => Promise.reject(rejected()))).rejects.toThrow('wrong');
  let atOnce = 0;
  let most = 0;
  const send = async () => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    await delay(5);
    atOnce -= 1;
    return 'fine';
  };
  const replies = await Promise.all(Array.from({ length: 4 }, () => gate.pass(send)));
  expect(replies).toEqual(['fine', 'fine', 'fine', 'fine']);
  expect(most).toBe(3);
});

it('does not take another failure for a rejection, and tries the next one', async () => {
  const gate = createGate();
  await expect(gate.pass(() => Promise.reject(rejected()))).rejects.toThrow('wrong');
  const broken = new DeployError('CLOUD_UNAVAILABLE', 'broken');
  const results = await Promise.allSettled([
    gate.pass(() => Promise.reject(broken)),
    gate.pass(() => Promise.resolve('fine')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

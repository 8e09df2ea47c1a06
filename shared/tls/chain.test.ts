import { X509Certificate } from 'node:crypto';

import { beforeAll, describe, expect, it } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import { judgeSent } from './chain.ts';
import type { SentChain } from './chain.ts';

type Name = 'leaf' | 'issuing' | 'policy' | 'root' | 'stranger';
let pems: Readonly<Record<Name, string>>;

beforeAll(async () => {
  const root = await createRoot('Root');
  const policy = await createIntermediate(root, 'Policy CA');
  const issuing = await createIntermediate(policy, 'Issuing CA');
  const stranger = await createRoot('Stranger');
  const { leaf } = await issue(issuing, { domains: ['www.example.com'] });
  pems = {
    leaf,
    issuing: issuing.pem,
    policy: policy.pem,
    root: root.pem,
    stranger: stranger.pem,
  };
});

const whole: SentChain = { intermediates: 2, ordered: true, complete: false, strays: 0 };

describe('a chain as it was sent', () => {
  it.each<[string, readonly Name[], Partial<SentChain>]>([
    ['is whole without its root', ['leaf', 'issuing', 'policy'], {}],
    ['is complete with its root', ['leaf', 'issuing', 'policy', 'root'], { complete: true }],
    ['may be the leaf alone', ['leaf'], { intermediates: 0 }],
    ['may end early', ['leaf', 'issuing'], { intermediates: 1 }],
    ['may leave out the middle', ['leaf', 'policy'], { intermediates: 0, strays: 1 }],
    ['may be out of order', ['leaf', 'policy', 'issuing'], { ordered: false }],
    [
      'may have its root in between',
      ['leaf', 'root', 'issuing', 'policy'],
      { ordered: false, complete: true },
    ],
    ['may repeat the leaf', ['leaf', 'leaf', 'issuing', 'policy'], { ordered: false, strays: 1 }],
    ['may end with a stranger', ['leaf', 'issuing', 'policy', 'stranger'], { strays: 1 }],
    ['may hold a stranger only', ['leaf', 'stranger'], { intermediates: 0, strays: 1 }],
  ])('%s', (_, names, parts) => {
    const sent = names.map((name) => new X509Certificate(pems[name]));
    expect(judgeSent(sent)).toEqual({ ...whole, ...parts });
  });

  it('is not led up by a namesake that did not sign it', async () => {
    const namesake = await createIntermediate(await createRoot('Root'), 'Issuing CA');
    const sent = [pems.leaf, namesake.pem].map((pem) => new X509Certificate(pem));
    expect(judgeSent(sent)).toMatchObject({ intermediates: 0, strays: 1 });
  });
});

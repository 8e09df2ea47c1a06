import { describe, expect, it } from 'vitest';

import { binding, domainsOf, resource } from '../../tests/facts.ts';
import type { Binding, Receipt } from './model.ts';
import { backIn, servedAfter } from './undo.ts';
import type { Undo } from './undo.ts';

const receipt: Receipt = {
  change: 'c1',
  resource: 'memory/list:prod/r1',
  target: 'memory/list',
  account: 'prod',
  region: null,
  state: {},
};

const old = binding('default', { domains: ['*.example.com'] });
const api = binding('sni', { domains: ['api.example.com'] });
const put = binding('default', { domains: ['*.example.com'], notAfter: '2028-01-01T00:00:00Z' });
const slotsOf = (bindings: readonly Binding[]) => bindings.map(({ slot, ref }) => ({ slot, ref }));

function undo(replaced: readonly Binding[], names: readonly string[] = ['api.example.com']): Undo {
  return {
    receipt,
    task: 'everywhere',
    domains: domainsOf(names),
    inferred: false,
    replaced: slotsOf(replaced),
    put: put.facts?.sha256 ?? null,
  };
}

describe('what an undone change looks like', () => {
  it('is back where every slot holds what it held, in the very slot', () => {
    expect(backIn(undo([old, api]), [old, api])).toEqual({ kind: 'back' });
    expect(backIn(undo([old, api]), [api, old])).toEqual({ kind: 'back' });
    expect(backIn(undo([api]), [{ ...api, slot: 'default' }])).toMatchObject({ kind: 'not-back' });
  });

  it('is not back where one slot holds something else, and says what', () => {
    expect(backIn(undo([old, api]), [put, api])).toEqual({
      kind: 'not-back',
      words: `its certificate is ${put.ref}`,
    });
    expect(backIn(undo([api]), [old])).toEqual({
      kind: 'not-back',
      words: 'its SNI list is empty',
    });
  });

  it('of a free slot is back where the certificate is gone, and unknown where nobody can tell', () => {
    const attached = undo([]);
    expect(backIn(attached, [])).toEqual({ kind: 'back' });
    expect(backIn(attached, [old])).toEqual({ kind: 'back' });
    expect(backIn(attached, [old, put])).toMatchObject({ kind: 'not-back' });
    expect(backIn(attached, [binding('default', null)])).toEqual({ kind: 'unknown' });
    expect(backIn({ ...attached, put: null }, [old])).toEqual({ kind: 'unknown' });
  });
});

/** `ref: domains` of each handshake series. */
const asked = (of: Undo, bindings: readonly Binding[], slots: 'one' | 'sni') =>
  servedAfter(of, resource({ bindings, slots })).map(
    (keep) => `${keep.bindings[0]?.ref ?? ''}: ${keep.domains.join(' ')}`,
  );

describe('what handshakes are to show of it', () => {
  it('is the one certificate for every domain of the change', () => {
    const names = ['api.example.com', 'other.example.org'];
    expect(asked(undo([old], names), [old], 'one')).toEqual([`${old.ref}: ${names.join(' ')}`]);
    const [keep] = servedAfter(undo([old], names), resource({ bindings: [old] }));
    expect(keep).toMatchObject({
      kind: 'keep',
      task: 'everywhere',
      certificate: { sha256: old.facts?.sha256 },
    });
  });

  it('is of an SNI list the certificate that answers a name: exact before wildcard', () => {
    const names = ['api.example.com', 'pay.example.com', 'other.example.org'];
    expect(asked(undo([old, api], names), [old, api], 'sni')).toEqual([
      `${old.ref}: pay.example.com`,
      `${api.ref}: api.example.com`,
    ]);
  });

  it('leaves out what was never replaced, and a name that two would answer alike', () => {
    const twin = binding('sni', { domains: ['api.example.com'], notAfter: '2026-12-01T00:00:00Z' });
    expect(asked(undo([api]), [old, api], 'sni')).toEqual([`${api.ref}: api.example.com`]);
    expect(asked(undo([api]), [old, api, twin], 'sni')).toEqual([]);
    expect(asked(undo([api]), [binding('default', null), api], 'sni')).toEqual([]);
  });

  it('asks a default certificate without a name although no domain of the change is its own', () => {
    expect(asked(undo([old], ['api.example.com']), [old, api], 'sni')).toEqual([`${old.ref}: `]);
  });

  it('tells kinds of key apart: each has its own certificate for the same name', () => {
    const ecdsa = binding('sni', { domains: ['api.example.com'], keyAlgorithm: 'ec-p256' });
    expect(asked(undo([api, ecdsa]), [api, ecdsa], 'sni')).toEqual([
      `${api.ref}: api.example.com`,
      `${ecdsa.ref}: api.example.com`,
    ]);
  });

  it('is nothing where the cloud does not tell its certificate, or has none', () => {
    expect(
      asked(undo([binding('default', null, old.ref)]), [binding('default', null, old.ref)], 'one'),
    ).toEqual([]);
    expect(asked(undo([]), [], 'one')).toEqual([]);
  });

  it('is whatever answers now after one that took a free slot', () => {
    expect(asked(undo([]), [old], 'sni')).toEqual([`${old.ref}: api.example.com`]);
  });
});

import { describe, expect, it } from 'vitest';

import { readUseReport } from './use-report.ts';

const none = { InstanceList: [], TotalCount: 0, Error: '' };
const here = { ...none, Region: 'ap-guangzhou' };
const unused = { CDN: [none], CLB: [here], WAF: [here], TEO: [none], Status: 1, CacheTime: '' };

describe('what uses a certificate', () => {
  it('is nothing only when every type has answered and counts nothing', () => {
    expect(readUseReport(unused)).toEqual({ kind: 'told', by: [] });
  });

  it('is named as far as it has names, with its region', () => {
    const CLB = [
      here,
      {
        Region: 'ap-shanghai',
        InstanceList: [{ LoadBalancerId: 'lb-1' }, { LoadBalancerId: 'lb-2' }],
        TotalCount: 12,
        Error: '',
      },
    ];
    const CDN = [{ InstanceList: [{ Domain: 'a.example.com' }], TotalCount: 1, Error: null }];
    const SCF = [{ Region: 'ap-guangzhou', InstanceList: null, TotalCount: 3, Error: '' }];
    expect(readUseReport({ ...unused, CLB, CDN, SCF })).toEqual({
      kind: 'told',
      by: [
        'CDN: a.example.com',
        'CLB in ap-shanghai: lb-1, lb-2 and 10 more',
        'SCF in ap-guangzhou: 3',
      ],
    });
  });

  it('is also what a type of a later day counts', () => {
    const report = { ...unused, NEWPRODUCT: [{ ...none, TotalCount: 1 }] };
    expect(readUseReport(report)).toEqual({ kind: 'told', by: ['NEWPRODUCT: 1'] });
  });

  it('is believed more than the count, when the list is longer', () => {
    const LIVE = [{ ...none, InstanceList: [{ Domain: 'live.example.com' }] }];
    expect(readUseReport({ ...unused, LIVE })).toMatchObject({ by: ['LIVE: live.example.com'] });
  });

  it('is counted per service of each environment of CloudBase', () => {
    const environment = (access: number, host: number) => ({
      Environment: { ID: 'env-1', Name: 'env', Source: 'qcloud', Status: 'NORMAL' },
      AccessService: { InstanceList: [], TotalCount: access },
      HostService: { InstanceList: [], TotalCount: host },
    });
    const TCB = (...Environments: readonly object[]) => [
      { Region: 'ap-guangzhou', Error: '', Environments },
    ];
    expect(readUseReport({ ...unused, TCB: TCB() })).toEqual({ kind: 'told', by: [] });
    expect(readUseReport({ ...unused, TCB: TCB(environment(0, 0)) })).toMatchObject({ by: [] });
    expect(readUseReport({ ...unused, TCB: TCB(environment(0, 0), environment(1, 2)) })).toEqual({
      kind: 'told',
      by: ['TCB in ap-guangzhou: 3'],
    });
    const broken = { AccessService: { InstanceList: null, TotalCount: null } };
    expect(readUseReport({ ...unused, TCB: TCB(broken) })).toMatchObject({ kind: 'untold' });
  });

  it.each([
    ['one region of a type failed', { CLB: [here, { ...here, Error: 'InternalError' }] }, 'CLB'],
    ['a type failed that we do not deploy to', { LIVE: [{ ...none, Error: 'denied' }] }, 'LIVE'],
    ['a count is missing', { CDN: [{ ...none, TotalCount: null }] }, 'CDN'],
    ['an entry is nothing', { CDN: [null] }, 'CDN'],
    ['a type is null', { TEO: null }, 'TEO'],
    ['CDN is left out', { CDN: undefined }, 'CDN'],
    ['CLB has answered of no region', { CLB: [] }, 'CLB'],
    ['WAF is left out', { WAF: undefined }, 'WAF'],
  ])('cannot be told when %s', (_, part, type) => {
    const read = readUseReport({ ...unused, ...part });
    expect(read).toEqual({ kind: 'untold', why: expect.stringContaining(type) });
  });

  it('is told where it is known, although another type could not be read', () => {
    const report = { ...unused, CDN: [{ ...none, TotalCount: 1 }], WAF: null };
    expect(readUseReport(report)).toEqual({ kind: 'told', by: ['CDN: 1'] });
  });
});

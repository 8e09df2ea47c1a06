import { describe, expect, it } from 'vitest';

import { binding, certificate, resource } from '../../tests/facts.ts';
import type { Task } from './deployment.ts';
import type { Certificate, Finding, Resource, TaskPlan } from './model.ts';
import { plan } from './plan.ts';

const wildcard = { domains: ['*.shop.example.com'], notAfter: '2027-06-01' };
const shop = certificate(wildcard);
const older = { ...wildcard, notAfter: '2026-07-01' };

function planned(
  resources: readonly Resource[],
  options: {
    readonly task?: Partial<Task>;
    readonly certificates?: readonly Certificate[];
    /** In the file, and used by no task. */
    readonly unused?: readonly Certificate[];
  } = {},
): TaskPlan {
  const { certificates = [shop], unused = [] } = options;
  const task: Task = {
    name: 'everywhere',
    accounts: ['prod'],
    certificates: certificates.map(({ name }) => name),
    targets: [{ product: 'memory/list', include: undefined, exclude: [], connectTo: undefined }],
    enableHttps: false,
    allowUnmatched: false,
    rollback: 'on-failure',
    contacts: [],
    deployAt: null,
    extend: false,
    ...options.task,
  };
  const [first] = plan({
    tasks: [task],
    certificates: new Map([...certificates, ...unused].map((one) => [one.name, one])),
    places: [
      {
        account: 'prod',
        target: 'memory/list',
        region: null,
        capabilities: { keyAlgorithms: ['rsa-2048'] },
        refuse: () => undefined,
        resources,
      },
    ],
    gaps: [],
    findings: [],
    now: new Date('2026-06-01T00:00:00Z'),
  }).tasks;
  if (first === undefined) throw new Error('no task was planned');
  return first;
}

const said = ({ findings }: TaskPlan) =>
  findings.map(({ code, level, subject }) => `${level} ${code} ${subject ?? '-'}`);

const www = (more: Parameters<typeof resource>[0] = {}) =>
  resource({
    name: 'www',
    domains: ['www.shop.example.com'],
    bindings: [binding('default', older)],
    ...more,
  });

describe('a resource that a certificate fits and that gets none', () => {
  it('is told of when it serves no HTTPS, with the line that changes that', () => {
    const result = planned([www({ bindings: [] })]);
    expect(result.unmatched).toHaveLength(1);
    expect(result.findings).toEqual([
      {
        code: 'https-not-enabled',
        level: 'notice',
        subject: 'www',
        message:
          '"shop" fits, and it serves no HTTPS today, so nothing is deployed to it: write "enable_https: true" into task "everywhere" to let it attach one',
      },
    ]);
    expect(said(planned([www({ bindings: [] })], { task: { enableHttps: true } }))).toEqual([]);
  });

  it('is told of when nothing can be deployed to it, with what its product remarks', () => {
    const filing: Finding = {
      code: 'not-icp-filed',
      level: 'warning',
      subject: 'www',
      message: 'no ICP filing',
    };
    const result = planned([www({ blocked: 'the domain is banned', findings: [filing] })]);
    expect(said(result)).toEqual(['warning not-icp-filed www', 'notice blocked www']);
    expect(result.findings[1]?.message).toBe(
      '"shop" fits, and nothing is deployed to it: the domain is banned',
    );
  });

  it('is not told of when no certificate of the task fits, or the target leaves it out', () => {
    const elsewhere = { domains: ['www.example.org'] };
    expect(said(planned([www({ ...elsewhere, bindings: [] })]))).toEqual([]);
    expect(said(planned([www({ ...elsewhere, blocked: 'it is locked' })]))).toEqual([]);
    const half = { domains: ['www.shop.example.com', 'www.example.org'], bindings: [] };
    expect(said(planned([www(half)]))).toEqual([]);
    const targets: Task['targets'] = [
      { product: 'memory/list', include: undefined, exclude: ['www*'], connectTo: undefined },
    ];
    expect(said(planned([www({ bindings: [] })], { task: { targets } }))).toEqual([]);
  });
});

describe('the parent of a wildcard', () => {
  const apex = (more: Parameters<typeof resource>[0] = {}) =>
    www({ name: 'apex', domains: ['shop.example.com'], ...more });

  it('is told of where a resource serves it, matched or not', () => {
    const list = apex({ slots: 'sni', domains: ['shop.example.com', 'www.shop.example.com'] });
    for (const one of [apex(), list]) {
      const { findings } = planned([one]);
      expect(findings).toMatchObject([
        { code: 'apex-not-covered', level: 'warning', subject: 'apex' },
      ]);
      expect(findings[0]?.message).toContain('*.shop.example.com and not shop.example.com itself');
    }
  });

  it('is fine where another certificate of the file covers it, or the target excludes it', () => {
    const bare = certificate({ name: 'bare', domains: ['shop.example.com'] });
    expect(said(planned([apex()], { unused: [bare] }))).toEqual([]);
    const targets: Task['targets'] = [
      {
        product: 'memory/list',
        include: undefined,
        exclude: ['shop.example.com'],
        connectTo: undefined,
      },
    ];
    expect(said(planned([apex()], { task: { targets } }))).toEqual([]);
  });
});

describe('a certificate that is a step back', () => {
  const last = { ...wildcard, notAfter: '2028-01-01' };

  it('is told of once, however many resources would lose days', () => {
    const many = Array.from({ length: 5 }, (_, index) =>
      www({ name: `r${index}`, bindings: [binding('default', last)] }),
    );
    expect(planned([...many, www()]).findings).toEqual([
      {
        code: 'ends-earlier',
        level: 'warning',
        subject: 'shop',
        message:
          'it ends on 2027-06-01, before what it replaces on 5 resources (r0, r1, r2 and 2 more), which ends on 2028-01-01 at the latest: days of validity are lost; is it the newest one?',
      },
    ]);
  });

  it('is told of when it was issued before what it replaces, though it ends later', () => {
    const early = { ...shop, notBefore: new Date('2025-12-01T00:00:00Z') };
    expect(planned([www()], { certificates: [early] }).findings).toEqual([
      {
        code: 'older-than-bound',
        level: 'warning',
        subject: 'shop',
        message:
          'it was issued on 2025-12-01, before what it replaces on www, which was issued on 2026-01-01: is it the newest one?',
      },
    ]);
  });

  it('is nobody’s concern where hours make the difference', () => {
    const same = { ...wildcard, notAfter: '2027-06-01T12:00:00Z' };
    expect(said(planned([www({ bindings: [binding('default', same)] })]))).toEqual([]);
    const early = { ...shop, notBefore: new Date('2025-12-31T20:00:00Z') };
    expect(said(planned([www()], { certificates: [early] }))).toEqual([]);
  });

  it('is nobody’s concern where nothing is replaced, or the cloud does not tell the dates', () => {
    expect(said(planned([www({ bindings: [binding('default', null)] })]))).toEqual([]);
    expect(said(planned([www({ bindings: [binding('default', wildcard)] })]))).toEqual([]);
  });
});

it('says of one resource each thing once, warnings first', () => {
  const remark = (level: Finding['level'], code: string): Finding => ({
    code,
    level,
    subject: 'eu-west-1',
    message: 'it is so',
  });
  const findings = [remark('notice', 'b'), remark('warning', 'a')];
  const two = [www({ findings }), www({ name: 'api', findings })];
  expect(said(planned(two))).toEqual(['warning a eu-west-1', 'notice b eu-west-1']);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { binding, certificate, resource } from '../../tests/facts.ts';
import type { Task } from './deployment.ts';
import type { Certificate, Edit, Resource, TaskPlan } from './model.ts';
import { pin } from './pin.ts';
import { plan } from './plan.ts';
import type { PlanInput } from './plan.ts';

const everyKey = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

function task(overrides: Partial<Task> = {}): Task {
  return {
    name: 'everywhere',
    accounts: ['prod'],
    certificates: ['shop'],
    targets: [{ product: 'memory/list', include: undefined, exclude: [], connectTo: undefined }],
    enableHttps: false,
    allowUnmatched: false,
    rollback: 'on-failure',
    contacts: [],
    deployAt: null,
    extend: false,
    ...overrides,
  };
}

function input(
  resources: readonly Resource[],
  certificates: readonly Certificate[],
  overrides: Partial<PlanInput> = {},
): PlanInput {
  return {
    tasks: [task({ certificates: certificates.map((one) => one.name) })],
    certificates: new Map(certificates.map((one) => [one.name, one])),
    places: [
      {
        account: 'prod',
        target: 'memory/list',
        region: null,
        capabilities: { keyAlgorithms: everyKey },
        refuse: () => undefined,
        resources,
      },
    ],
    gaps: [],
    findings: [],
    now: new Date('2026-06-01T00:00:00Z'),
    ...overrides,
  };
}

function planOne(resources: readonly Resource[], certificates: readonly Certificate[]): TaskPlan {
  const [first] = plan(input(resources, certificates)).tasks;
  if (first === undefined) throw new Error('no task was planned');
  return first;
}

const shop = certificate({
  domains: ['shop.example.com', '*.shop.example.com'],
  notAfter: '2027-06-01',
});
const oldShop = { domains: ['shop.example.com', '*.shop.example.com'], notAfter: '2026-07-01' };

describe('a resource with one certificate for all its domains', () => {
  it('is replaced when every domain is covered', () => {
    const one = resource({
      domains: ['shop.example.com', 'www.shop.example.com'],
      bindings: [binding('default', oldShop)],
    });
    const result = planOne([one], [shop]);
    expect(result.changes).toMatchObject([{ kind: 'replace', replaces: one.bindings }]);
    expect(result.quota.toConsume).toBe(1);
  });

  it('is not matched when one domain is missing, and the reason names it', () => {
    const one = resource({
      domains: ['www.shop.example.com', 'a.b.shop.example.com'],
      bindings: [binding('default', oldShop)],
    });
    const result = planOne([one], [shop]);
    expect(result.changes).toEqual([]);
    expect(result.unmatched[0]?.reason).toContain('but not a.b.shop.example.com');
    expect(result.certificatesWithoutMatch).toEqual(['shop']);
  });

  it('is kept when it serves the certificate already, at no cost', () => {
    const served = binding('default', { ...oldShop, notAfter: '2027-06-01', name: 'x' });
    const same = { ...served, facts: shop };
    const result = planOne([resource({ domains: ['shop.example.com'], bindings: [same] })], [shop]);
    expect(result.changes).toMatchObject([{ kind: 'keep' }]);
    expect(result.quota.toConsume).toBe(0);
  });

  it('that serves no HTTPS is attached to only when the task says so', () => {
    const bare = resource({ domains: ['shop.example.com'] });
    expect(planOne([bare], [shop]).unmatched[0]?.reason).toContain('enable_https');
    const allowed = plan(input([bare], [shop], { tasks: [task({ enableHttps: true })] }));
    expect(allowed.tasks[0]?.changes).toMatchObject([{ kind: 'attach' }]);
  });

  it('without domains is matched by what it serves now, and says so', () => {
    const one = resource({ bindings: [binding('default', oldShop)] });
    expect(planOne([one], [shop]).changes).toMatchObject([{ kind: 'replace', inferred: true }]);
  });

  it('that is blocked says why and is left alone', () => {
    const one = resource({
      domains: ['shop.example.com'],
      blocked: 'it is a staging distribution',
    });
    expect(planOne([one], [shop]).unmatched).toEqual([{ resource: one, reason: one.blocked }]);
  });

  it('takes a certificate that the product can serve before one that it cannot', () => {
    const big = certificate({
      name: 'big',
      domains: ['shop.example.com'],
      notAfter: '2029-01-01',
      keyAlgorithm: 'ec-p521',
    });
    const one = resource({
      domains: ['shop.example.com'],
      bindings: [binding('default', oldShop)],
    });
    expect(planOne([one], [big, shop]).changes[0]?.certificate.name).toBe('shop');
    expect(planOne([one], [big]).refusals[0]?.error).toMatchObject({
      code: 'CERTIFICATE_REJECTED',
    });
  });
});

describe('an SNI list', () => {
  const list = (bindings: Resource['bindings'], domains: readonly string[] = []) =>
    resource({ slots: 'sni', bindings, domains });

  it('replaces default and SNI entry of the same old certificate in one change', () => {
    const bindings = [binding('default', oldShop), binding('sni', oldShop)];
    expect(planOne([list(bindings)], [shop]).changes).toMatchObject([
      { kind: 'replace', replaces: bindings },
    ]);
  });

  it('never takes the place of a certificate that serves a name the new one does not', () => {
    const wider = { domains: ['www.shop.example.com', 'other.example.org'] };
    const result = planOne([list([binding('default', wider)])], [shop]);
    expect(result.changes).toMatchObject([{ kind: 'attach', domains: ['www.shop.example.com'] }]);
  });

  it('leaves the certificates of other names alone', () => {
    const other = binding('sni', { domains: ['other.example.org'] });
    const old = binding('default', oldShop);
    expect(planOne([list([old, other])], [shop]).changes).toMatchObject([
      { kind: 'replace', replaces: [old] },
    ]);
  });

  it('keeps RSA and ECDSA apart and warns about the one that stays', () => {
    const ecdsa = binding('sni', { ...oldShop, keyAlgorithm: 'ec-p256' });
    const rsa = binding('default', oldShop);
    const result = planOne([list([rsa, ecdsa])], [shop]);
    expect(result.changes).toMatchObject([{ kind: 'replace', replaces: [rsa] }]);
    expect(result.findings).toMatchObject([{ code: 'other-key-type' }]);
    const both = planOne(
      [list([rsa, ecdsa])],
      [shop, certificate({ name: 'shop-ec', domains: oldShop.domains, keyAlgorithm: 'ec-p256' })],
    );
    expect(both.changes).toHaveLength(2);
    expect(both.findings).toEqual([]);
  });

  it('is served domain by domain: what is not covered stays as it is', () => {
    const old = binding('default', { domains: ['www.shop.example.com'] });
    const result = planOne([list([old], ['www.shop.example.com', 'api.example.org'])], [shop]);
    expect(result.changes).toMatchObject([
      { kind: 'replace', domains: ['www.shop.example.com'], replaces: [old] },
    ]);
  });

  it('never replaces a certificate whose facts cannot be read', () => {
    const result = planOne([list([binding('default', null)], ['www.shop.example.com'])], [shop]);
    expect(result.changes).toMatchObject([{ kind: 'attach' }]);
  });

  it('leaves the certificate of an excluded domain in place', () => {
    const old = binding('default', oldShop);
    const one = list([old], ['www.shop.example.com', 'legacy.shop.example.com']);
    const tasks = [
      task({
        targets: [
          {
            product: 'memory/list',
            include: undefined,
            exclude: ['legacy.shop.example.com'],
            connectTo: undefined,
          },
        ],
      }),
    ];
    expect(plan(input([one], [shop], { tasks })).tasks[0]?.changes).toMatchObject([
      { kind: 'attach', domains: ['www.shop.example.com'] },
    ]);
  });
});

describe('scope', () => {
  const target = (include: string[] | undefined, exclude: string[] = []) =>
    task({ targets: [{ product: 'memory/list', include, exclude, connectTo: undefined }] });
  const web = resource({
    name: 'web',
    domains: ['www.shop.example.com'],
    bindings: [binding('default', oldShop)],
  });
  const planned = (tasks: Task[]) => plan(input([web], [shop], { tasks })).tasks[0];

  it.each([
    [['*.shop.example.com'], [], 1],
    [['shop.example.com'], [], 0],
    [['web'], [], 1],
    [['w*'], [], 1],
    [['memory/list:prod/*'], [], 1],
    [undefined, ['www.shop.example.com'], 0],
    [undefined, ['we?'], 1],
    [['*.shop.example.com'], ['web'], 0],
  ] as [string[] | undefined, string[], number][])(
    'include %j, exclude %j: %i change',
    (include, exclude, n) => {
      const result = planned([target(include, exclude)]);
      expect(result?.changes).toHaveLength(n);
      expect(result?.unmatched).toHaveLength(1 - n);
    },
  );
});

describe('tasks that want the same resource', () => {
  const one = resource({ domains: ['shop.example.com'], bindings: [binding('default', oldShop)] });
  const rival = certificate({ name: 'rival', domains: ['shop.example.com'] });

  it('are both refused when the certificates differ', () => {
    const result = plan(
      input([one], [shop, rival], {
        tasks: [
          task({ name: 'a', certificates: ['shop'] }),
          task({ name: 'b', certificates: ['rival'] }),
        ],
      }),
    );
    expect(result.tasks.map((t) => t.refusals.map((r) => r.error.code))).toEqual([
      ['REFUSED'],
      ['REFUSED'],
    ]);
    expect(result.tasks.map((t) => t.quota.toConsume)).toEqual([0, 0]);
  });

  it('carry it out once when the certificate is the same', () => {
    const result = plan(
      input([one], [shop], { tasks: [task({ name: 'a' }), task({ name: 'b' })] }),
    );
    expect(result.tasks.map((t) => t.changes.length)).toEqual([1, 0]);
    expect(result.tasks[1]?.unmatched[0]?.reason).toContain('"a"');
  });
});

describe('the digest', () => {
  const pool = ['a', 'b', 'c', 'd'].map((name) =>
    resource({
      name,
      domains: [`${name}.shop.example.com`],
      bindings: [binding('default', oldShop)],
    }),
  );
  it('is free of the order in which resources are found, and changes are in a stable order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(pool, { minLength: pool.length }), (order) => {
        const [reference, shuffled] = [plan(input(pool, [shop])), plan(input(order, [shop]))];
        expect(shuffled).toEqual(reference);
      }),
    );
  });

  it('of an edit changes with the certificate bound now and with the one wanted', () => {
    const edit = (bound: string, wanted: string): Edit => {
      const bindings = [binding('default', { domains: ['shop.example.com'], notAfter: bound })];
      const result = planOne(
        [resource({ domains: ['shop.example.com'], bindings })],
        [certificate({ domains: ['shop.example.com'], notAfter: wanted })],
      );
      return result.changes[0] as Edit;
    };
    const base = edit('2026-07-01', '2027-01-01');
    expect(edit('2026-07-01', '2027-01-01').digest).toBe(base.digest);
    expect(edit('2026-08-01', '2027-01-01').digest).not.toBe(base.digest);
    expect(edit('2026-07-01', '2027-02-01').digest).not.toBe(base.digest);
  });

  it('pins: an edit that no preview showed is held as PLAN_STALE, the others go on', () => {
    const all = plan(input(pool, [shop]));
    const edits = (all.tasks[0]?.changes ?? []) as readonly Edit[];
    const seen = new Set(edits.slice(1).map((edit) => edit.digest));
    const held = pin(all, { allows: (digest) => seen.has(digest), unseen: 'not in #7' });
    expect([...held.keys()]).toEqual([edits[0]?.id]);
    expect([...held.values()]).toEqual([{ code: 'PLAN_STALE', message: 'not in #7' }]);
    expect(pin(all, null).size).toBe(0);
  });
});

describe('every resource in scope', () => {
  it('appears exactly once, as changes or as unmatched', () => {
    const names = fc.constantFrom(
      'shop.example.com',
      'www.shop.example.com',
      'x.org',
      'a.b.shop.example.com',
    );
    const bound = fc.option(
      fc.record({
        domains: fc.array(names, { minLength: 1, maxLength: 2 }),
        keyAlgorithm: fc.constantFrom('rsa-2048' as const, 'ec-p256' as const),
      }),
    );
    const arbitrary = fc.record({
      slots: fc.constantFrom('one' as const, 'sni' as const),
      domains: fc.uniqueArray(names, { maxLength: 3 }),
      bindings: fc.array(
        bound.map((facts) => binding('sni', facts)),
        { maxLength: 3 },
      ),
    });
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 5 }), (drawn) => {
        const resources = drawn.map((one, n) => resource({ ...one, name: `r${n}` }));
        const result = planOne(resources, [shop]);
        const changed = new Set(result.changes.map((change) => change.resource.name));
        const left = result.unmatched.map((one) => one.resource.name);
        expect([...changed, ...left].sort()).toEqual(resources.map((one) => one.name).sort());
        for (const change of result.changes) {
          if (change.kind !== 'replace') continue;
          for (const replaced of change.replaces) {
            // Nothing that the old certificate served is lost.
            if (change.resource.slots === 'sni' || change.inferred) {
              expect(
                planOne(
                  [
                    resource({
                      domains: [...(replaced.facts?.domains ?? [])],
                      bindings: [replaced],
                    }),
                  ],
                  [shop],
                ).changes,
              ).toHaveLength(1);
            }
          }
        }
      }),
    );
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createRoot } from '../../../tests/pki.ts';
import type { Material, Receipt, Resource } from '../../core/model.ts';
import type { Product } from '../provider.ts';
import {
  all,
  attachEdit,
  expectFailure,
  failure,
  fastClock,
  materialOf,
  only,
  replaceEdit,
} from '../test-kit.ts';
import { openTencent, regionName as region } from './test-kit.ts';
import type { OpenTencent } from './test-kit.ts';

let bench: OpenTencent;
beforeEach(async () => {
  bench = await openTencent();
});
afterEach(async () => {
  await bench.close();
});

type BalancerSpec = Parameters<OpenTencent['account']['addLoadBalancer']>[0];

const host = 'www.example.com';
const issue = async (...domains: string[]) => await bench.issue(domains);
const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const writes = () => bench.cloud.requests.filter(({ operation }) => operation.startsWith('Modify'));
const authority = async () => bench.account.uploadAuthority((await createRoot('Clients')).pem);

/** A load balancer with listeners; one plain HTTPS listener for `host` unless told otherwise. */
async function balancer(listeners?: BalancerSpec['listeners'], spec: Partial<BalancerSpec> = {}) {
  const usual = [
    {
      protocol: 'HTTPS' as const,
      certificate: await issue(host),
      rules: [{ domains: [host] }],
    },
  ];
  return await bench.account.addLoadBalancer({ region, listeners: listeners ?? usual, ...spec });
}

async function applied(product: Product, fresh: Material, at?: Resource): Promise<Receipt> {
  const resource = at ?? (await only(product, bench.call));
  return await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
}

describe('a change', () => {
  it('of a listener without SNI sends the certificate and nothing else', async () => {
    const { id, listeners } = await balancer();
    const product = await bench.product('tencent/clb');
    const receipt = await applied(product, await material());
    await product.verify(receipt, bench.call);
    expect(writes()).toMatchObject([{ operation: 'ModifyListener', error: undefined }]);
    expect(writes()[0]?.params).toEqual({
      LoadBalancerId: id,
      ListenerId: listeners[0]?.id,
      Certificate: { SSLMode: 'UNIDIRECTIONAL', CertId: listeners[0]?.held()[0] },
    });
  });

  it('of a listener with SNI is one of its domain, and leaves the others alone', async () => {
    const { listeners } = await balancer([
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [
          { domains: [host], urls: ['/', '/x'], certificate: await issue(host) },
          { domains: ['b.example.com'], certificate: await issue('b.example.com') },
        ],
      },
    ]);
    const other = listeners[0]?.held('b.example.com');
    const product = await bench.product('tencent/clb');
    const [first] = await all(product, bench.call);
    const receipt = await applied(product, await material(), first);
    await product.verify(receipt, bench.call);
    expect(writes()).toMatchObject([
      { operation: 'ModifyDomainAttributes', params: { Domain: host } },
    ]);
    expect(listeners[0]?.held('b.example.com')).toEqual(other);
    expect(listeners[0]?.held(host)).not.toEqual(first?.bindings.map(({ ref }) => ref));
  });

  it.each(['ON', 'OPTIONAL'] as const)(
    'keeps the authority of clients, and how it asks for them (%s)',
    async (verify) => {
      const ca = await authority();
      const { listeners } = await balancer([
        { protocol: 'TCP_SSL', certificate: await issue(host), ca, verify },
      ]);
      const product = await bench.product('tencent/clb');
      await product.verify(await applied(product, await material()), bench.call);
      expect(listeners[0]?.view()['Certificate']).toMatchObject({
        SSLMode: 'MUTUAL',
        SSLVerifyClient: verify,
        CertCaId: ca,
      });
    },
  );

  it.each(['as-sent', 'reversed'] as const)(
    'keeps the certificate of the other kind of key, in whatever order (%s)',
    async (clbOrder) => {
      bench.cloud.settings.clbOrder = clbOrder;
      const ca = await authority();
      const rsa = await bench.issue([host], { key: 'rsa-2048' });
      const { listeners } = await balancer([
        {
          protocol: 'HTTPS',
          certificate: [rsa, await issue(host)],
          ca,
          rules: [{ domains: [host] }],
        },
      ]);
      const product = await bench.product('tencent/clb');
      const resource = await only(product, bench.call);
      const [first, second] = listeners[0]?.held() ?? [];
      const fresh = await material();
      const edit = replaceEdit(resource, fresh, resource.bindings.slice(1));
      expect(product.refuse(edit)).toBeUndefined();
      const receipt = await product.apply(edit, fresh, bench.call);
      await product.verify(receipt, bench.call);
      expect(listeners[0]?.held()).toHaveLength(2);
      expect(listeners[0]?.held()).toContain(first);
      expect(listeners[0]?.held()).not.toContain(second);
      expect(listeners[0]?.view()['Certificate']).toMatchObject({
        SSLMode: 'MUTUAL',
        CertCaId: ca,
      });
      await product.rollback(receipt, bench.call);
      expect(new Set(listeners[0]?.held())).toEqual(new Set([first, second]));
    },
  );

  it('that a listener with a certificate of each kind has no room for is refused', async () => {
    const rsa = await bench.issue([host], { key: 'rsa-2048' });
    await balancer([
      { protocol: 'HTTPS', certificate: [rsa, await issue(host)], rules: [{ domains: [host] }] },
    ]);
    const product = await bench.product('tencent/clb');
    const resource = await only(product, bench.call);
    expect(product.refuse(attachEdit(resource, await material()))).toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/a certificate of each kind/u),
    });
    const other = await material('b.example.com');
    expect(product.refuse(replaceEdit(resource, other))).toMatchObject({
      message: expect.stringMatching(/does not cover www\.example\.com/u),
    });
  });

  it('waits for the task, and for tasks of others', async () => {
    bench.cloud.settings.clbTaskMs = 150;
    const made = await balancer();
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({
      operation: 'ModifyListener',
      kind: 'meanwhile',
      act: () => made.busy(150),
      times: 1,
    });
    await product.verify(await applied(product, await material()), bench.call);
    expect(made.listeners[0]?.held()).toHaveLength(1);
    expect(writes().at(-1)?.error).toBeUndefined();
    expect(writes()[0]?.error).toBe('FailedOperation.ResourceInOperating');
  });

  it('gives up on a load balancer that stays busy', async () => {
    (await balancer()).busy(600_000);
    const product = await bench.product('tencent/clb', { clock: fastClock(500) });
    await expectFailure(applied(product, await material()), 'RESOURCE_BUSY', /InOperating/u);
  });

  it('waits until CLB finds a certificate that was uploaded a moment ago', async () => {
    await balancer();
    bench.cloud.settings.visibilityMs = 300;
    const product = await bench.product('tencent/clb');
    await product.verify(await applied(product, await material()), bench.call);
    expect(writes()[0]?.error).toBe('InvalidParameterValue');
  });

  it.each(['reset', 'http-503', 'truncated', 'mangled'] as const)(
    'that took effect and was not answered (%s) is found out by reading',
    async (kind) => {
      const { listeners } = await balancer();
      const before = listeners[0]?.held();
      const product = await bench.product('tencent/clb');
      bench.cloud.faults.add({ operation: 'ModifyListener', kind, afterEffect: true, times: 1 });
      const receipt = await applied(product, await material());
      expect(writes()).toHaveLength(1);
      await product.verify(receipt, bench.call);
      await product.rollback(receipt, bench.call);
      expect(listeners[0]?.held()).toEqual(before);
    },
  );

  it.each([
    ['without a reason', undefined, /no reason was given/u],
    ['with one', 'no quota', /no quota/u],
  ])('whose task fails %s leaves things as they were', async (_, message, said) => {
    const { listeners } = await balancer();
    const before = listeners[0]?.held();
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({
      operation: 'ModifyListener',
      kind: 'job-fails',
      ...(message !== undefined && { message }),
    });
    await expectFailure(applied(product, await material()), 'VERIFY_FAILED', said);
    expect(listeners[0]?.held()).toEqual(before);
  });

  it('whose task fails and is there all the same is done', async () => {
    await balancer();
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({ operation: 'ModifyListener', kind: 'job-fails', afterEffect: true });
    await product.verify(await applied(product, await material()), bench.call);
  });

  it('that is called done and is not there fails', async () => {
    await balancer();
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({ operation: 'ModifyListener', kind: 'lost' });
    await expectFailure(applied(product, await material()), 'VERIFY_FAILED', /all the same/u);
  });

  it('whose task may not be asked for is looked for itself', async () => {
    await balancer();
    const product = await bench.product('tencent/clb');
    bench.key.deny.add('clb:DescribeTaskStatus');
    await product.verify(await applied(product, await material()), bench.call);
    bench.cloud.faults.add({ operation: 'ModifyListener', kind: 'job-hangs' });
    await expectFailure(
      applied(product, await material()),
      'OUTCOME_UNKNOWN',
      /permission clb:DescribeTaskStatus/u,
    );
  });

  it('whose task never ends is OUTCOME_UNKNOWN', async () => {
    await balancer();
    const product = await bench.product('tencent/clb', { clock: fastClock(2000) });
    bench.cloud.faults.add({ operation: 'ModifyListener', kind: 'job-hangs' });
    await expectFailure(applied(product, await material()), 'OUTCOME_UNKNOWN', /six minutes/u);
  });

  it('that is cancelled while the task runs is OUTCOME_UNKNOWN', async () => {
    await balancer();
    const product = await bench.product('tencent/clb');
    const resource = await only(product, bench.call);
    bench.cloud.faults.add({ operation: 'ModifyListener', kind: 'job-hangs' });
    const fresh = await material();
    const call = { ...bench.call, signal: AbortSignal.timeout(150) };
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, call),
      'OUTCOME_UNKNOWN',
      /waiting for the change/u,
    );
  });

  it('that changed more than the certificate is put back', async () => {
    const ca = await authority();
    const { listeners } = await balancer([
      { protocol: 'HTTPS', certificate: await issue(host), ca, rules: [{ domains: [host] }] },
    ]);
    const before = listeners[0]?.view();
    bench.cloud.settings.clbTaskMs = 0;
    const product = await bench.product('tencent/clb');
    bench.cloud.faults.add({
      operation: 'DescribeTaskStatus',
      kind: 'meanwhile',
      times: 1,
      // Mutual TLS is lost.
      act: () => listeners[0]?.change({ certificate: listeners[0].held()[0] ?? '' }),
    });
    await expectFailure(
      applied(product, await material()),
      'VERIFY_FAILED',
      /more than the certificate changed: Certificate.*it was put back/u,
    );
    expect(listeners[0]?.view()).toEqual(before);
  });

  it.each<[string, readonly string[]]>([
    ['whose certificate somebody changed', [host]],
    ['that serves another domain by now', [host, 'late.example.com']],
  ])('of a listener %s is not made', async (_, domains) => {
    const { listeners } = await balancer([
      {
        protocol: 'HTTPS',
        certificate: await issue(host),
        rules: domains.map((domain) => ({ domains: [domain] })),
      },
    ]);
    const product = await bench.product('tencent/clb');
    const resource = await only(product, bench.call);
    if (domains.length === 1) listeners[0]?.change({ certificate: await issue(host) });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit({ ...resource, domains: [] }, fresh), fresh, bench.call),
      'PLAN_STALE',
      /preview again/u,
    );
    expect(writes()).toEqual([]);
  });

  it('of a listener that has SNI by now is not made', async () => {
    const { id, listeners } = await balancer();
    const product = await bench.product('tencent/clb');
    const resource = await only(product, bench.call);
    const name = `${id}/${listeners[0]?.id ?? ''}/${host}`;
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit({ ...resource, name }, fresh), fresh, bench.call),
      'PLAN_STALE',
      /SNI was switched off/u,
    );
    const gone = { ...resource, name: `${id}/lbl-gone` };
    await expectFailure(
      product.apply(replaceEdit(gone, fresh), fresh, bench.call),
      'RESOURCE_GONE',
      /lbl-gone/u,
    );
  });
});

describe('the reading back', () => {
  it.each<[string, object]>([
    ['Scheduler', { Scheduler: 'LEAST_CONN' }],
    ['HealthCheck', { HealthCheck: { HealthSwitch: 0 } }],
  ])('fails when %s changed', async (name, config) => {
    const { listeners } = await balancer();
    const product = await bench.product('tencent/clb');
    const receipt = await applied(product, await material());
    listeners[0]?.change({ config: { ...config } });
    const error = await failure(product.verify(receipt, bench.call));
    expect(error).toMatchObject({ code: 'VERIFY_FAILED' });
    expect(error.message).toMatch(new RegExp(`more than the certificate changed: ${name}`, 'u'));
  });

  it('fails when the certificate of another domain changed', async () => {
    const { listeners } = await balancer([
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [
          { domains: [host], certificate: await issue(host) },
          { domains: ['b.example.com'], certificate: await issue('b.example.com') },
        ],
      },
    ]);
    const product = await bench.product('tencent/clb');
    const [first] = await all(product, bench.call);
    const receipt = await applied(product, await material(), first);
    listeners[0]?.change({ domain: 'b.example.com', certificate: await issue('b.example.com') });
    const error = await failure(product.verify(receipt, bench.call));
    expect(error.message).toMatch(/more than the certificate changed: rule loc-/u);
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { Resource } from '../../core/model.ts';
import { all, attachEdit, expectFailure, materialOf, only, replaceEdit } from '../test-kit.ts';
import { addListener, openAws, shopHost as host } from './test-kit.ts';
import type { OpenAws } from './test-kit.ts';

let bench: OpenAws;
beforeEach(async () => {
  bench = await openAws();
});
afterEach(async () => {
  await bench.close();
});

const material = async (...domains: string[]) =>
  materialOf(await bench.issue(domains.length > 0 ? domains : [host]));
const stored = async (...domains: string[]) =>
  bench.region.importCertificate(await bench.issue(domains.length > 0 ? domains : [host]));

const listener = async (sni?: readonly string[], old?: string) =>
  await addListener(bench, sni, old);

const changes = () => bench.aws.writes().filter(({ service }) => service === 'elbv2');
const changeNames = () => changes().map(({ operation }) => operation);

describe('a new default certificate', () => {
  it('is set, proven, kept when asked again, and undone', async () => {
    const { handle, old } = await listener();
    const product = await bench.product('aws/alb');
    const resource = await only(product, bench.call);
    const before = bench.aws.snapshot();
    const fresh = await material();
    const edit = replaceEdit(resource, fresh);
    const receipt = await product.apply(edit, fresh, bench.call);
    await product.verify(receipt, bench.call);
    const held = handle.held();
    expect(held.default).not.toBe(old);
    expect(held.sni).toEqual([]);
    expect((await only(product, bench.call)).bindings[0]?.facts?.sha256).toBe(
      fresh.certificate.sha256,
    );
    const count = bench.aws.writes().length;
    const again = await product.apply(edit, fresh, bench.call);
    await product.verify(again, bench.call);
    await product.rollback(again, bench.call);
    expect(bench.aws.writes()).toHaveLength(count);
    expect(handle.held()).toEqual(held);
    await product.rollback(receipt, bench.call);
    await product.rollback(receipt, bench.call);
    expect(handle.held()).toEqual({ default: old, sni: [] });
    expect(bench.aws.snapshot()).toEqual(before);
  });

  it('replaces default and SNI entry of the same certificate without a moment in between', async () => {
    const old = await stored();
    const other = await stored('other.example.com');
    const { handle } = await listener([old, other], old);
    const product = await bench.product('aws/alb');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const replaced = resource.bindings.filter(({ ref }) => ref === old);
    const receipt = await product.apply(replaceEdit(resource, fresh, replaced), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(changeNames()).toEqual([
      'AddListenerCertificates',
      'ModifyListener',
      'RemoveListenerCertificates',
    ]);
    const { default: now, sni } = handle.held();
    expect(sni).toEqual([other, now]);
    await product.rollback(receipt, bench.call);
    expect(handle.held().default).toBe(old);
    expect([...handle.held().sni].sort()).toEqual([old, other].sort());
  });

  it('is not set over one that the plan did not see', async () => {
    const { handle } = await listener();
    const product = await bench.product('aws/alb');
    const resource = await only(product, bench.call);
    handle.change({ default: await bench.issue([host]) });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'PLAN_STALE',
      /preview again/u,
    );
    expect(changes()).toEqual([]);
  });

  it('is not undone when somebody has set another since', async () => {
    const { handle } = await listener();
    const product = await bench.product('aws/alb');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    handle.change({ default: await bench.issue([host]) });
    const held = handle.held();
    await expectFailure(product.verify(receipt, bench.call), 'VERIFY_FAILED', /not what was set/u);
    await expectFailure(product.rollback(receipt, bench.call), 'REFUSED', /somebody else/u);
    expect(handle.held()).toEqual(held);
  });
});

describe('the SNI list', () => {
  async function open(): Promise<{
    resource: Resource;
    product: Awaited<ReturnType<OpenAws['product']>>;
    handle: Awaited<ReturnType<typeof listener>>['handle'];
    old: string;
  }> {
    const { handle, old } = await listener([await stored('www.example.com')], await stored());
    const product = await bench.product('aws/alb');
    return { resource: await only(product, bench.call), product, handle, old };
  }

  it('takes a further certificate and gives it back', async () => {
    const { resource, product, handle } = await open();
    const before = handle.held();
    const fresh = await material('new.example.com');
    const receipt = await product.apply(attachEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(changeNames()).toEqual(['AddListenerCertificates']);
    expect(handle.held().sni).toHaveLength(2);
    await product.rollback(receipt, bench.call);
    expect(handle.held()).toEqual(before);
  });

  it('exchanges one entry and touches no other', async () => {
    const { resource, product, handle } = await open();
    const before = handle.held();
    const fresh = await material('www.example.com');
    const replaced = resource.bindings.filter(({ slot }) => slot === 'sni');
    const receipt = await product.apply(replaceEdit(resource, fresh, replaced), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(handle.held().default).toBe(before.default);
    expect(handle.held().sni).toHaveLength(1);
    expect(handle.held().sni).not.toEqual(before.sni);
    await product.rollback(receipt, bench.call);
    expect(handle.held()).toEqual(before);
  });

  it('is healed when an addition is lost although the answer said "done"', async () => {
    const { resource, product, handle } = await open();
    bench.aws.faults.add({ operation: 'AddListenerCertificates', kind: 'lost', times: 2 });
    const fresh = await material('new.example.com');
    const receipt = await product.apply(attachEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(handle.held().sni).toHaveLength(2);
    expect(changeNames()).toEqual(Array.from({ length: 3 }, () => 'AddListenerCertificates'));
  });

  it('that stays without the addition is an error, with everything as it was', async () => {
    const { resource, product, handle } = await open();
    const before = handle.held();
    bench.aws.faults.add({ operation: 'AddListenerCertificates', kind: 'lost' });
    const fresh = await material('new.example.com');
    await expectFailure(
      product.apply(attachEdit(resource, fresh), fresh, bench.call),
      'CLOUD_UNEXPECTED',
      /does not show it/u,
    );
    expect(handle.held()).toEqual(before);
  });

  it('that is full is a quota, said once', async () => {
    bench.aws.settings.quotas.certificatesPerLoadBalancer = 1;
    const { resource, product, handle } = await open();
    const before = handle.held();
    const fresh = await material('new.example.com');
    await expectFailure(
      product.apply(attachEdit(resource, fresh), fresh, bench.call),
      'QUOTA_EXHAUSTED',
      /TooManyCertificates/u,
    );
    expect(handle.held()).toEqual(before);
    expect(changes()).toHaveLength(1);
  });
});

describe('a failure half-way', () => {
  it.each(['ModifyListener', 'RemoveListenerCertificates'])(
    'at %s puts back what was changed before',
    async (operation) => {
      const old = await stored();
      const { handle } = await listener([old, await stored('other.example.com')], old);
      const before = handle.held();
      const product = await bench.product('aws/alb');
      const resource = await only(product, bench.call);
      bench.aws.faults.add({ operation, kind: 'access-denied', times: 1 });
      const fresh = await material();
      const replaced = resource.bindings.filter(({ ref }) => ref === old);
      await expectFailure(
        product.apply(replaceEdit(resource, fresh, replaced), fresh, bench.call),
        'PERMISSION_MISSING',
        new RegExp(`elasticloadbalancing:${operation}`, 'u'),
      );
      expect(handle.held().default).toBe(before.default);
      expect([...handle.held().sni].sort()).toEqual([...before.sni].sort());
    },
  );

  it('that cannot be put back says what is known', async () => {
    const old = await stored();
    await listener([old], old);
    const product = await bench.product('aws/alb');
    const resource = await only(product, bench.call);
    bench.aws.faults.add({ operation: 'ModifyListener', kind: 'access-denied' });
    bench.aws.faults.add({ operation: 'RemoveListenerCertificates', kind: 'access-denied' });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, bench.call),
      'OUTCOME_UNKNOWN',
      /last seen: default arn:aws:acm/u,
    );
  });

  it('without an answer is found out by reading', async () => {
    const { handle, old } = await listener();
    const product = await bench.product('aws/alb', { timing: { attempts: 1 } });
    const resource = await only(product, bench.call);
    bench.aws.faults.add({
      operation: 'ModifyListener',
      kind: 'reset',
      afterEffect: true,
      times: 1,
    });
    const fresh = await material();
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    await product.verify(receipt, bench.call);
    expect(handle.held().default).not.toBe(old);
  });

  it('by cancellation leaves the listener as it was', async () => {
    const old = await stored();
    const { handle } = await listener([old], old);
    const before = handle.held();
    const product = await bench.product('aws/alb');
    const resource = await only(product, bench.call);
    const stop = new AbortController();
    bench.aws.faults.add({
      operation: 'ModifyListener',
      kind: 'hang',
      match: () => {
        stop.abort();
        return true;
      },
      times: 1,
    });
    const fresh = await material();
    await expectFailure(
      product.apply(replaceEdit(resource, fresh), fresh, { ...bench.call, signal: stop.signal }),
      'CANCELLED',
      /cancelled/u,
    );
    expect(handle.held()).toEqual(before);
  });

  it('a hang ends with the deadline', async () => {
    await listener();
    const product = await bench.product('aws/alb', { timing: { deadlineMs: 100, attempts: 2 } });
    bench.aws.faults.add({ service: 'elbv2', kind: 'hang' });
    const error = await expectFailure(
      all(product, bench.call),
      'CLOUD_UNAVAILABLE',
      /tried 2 times/u,
    );
    expect(error.message).toMatch(/^listing load balancers in eu-west-1/u);
  });
});

describe('verification', () => {
  it.each([
    'SslPolicy',
    'MutualAuthentication',
    'DefaultActions',
    'AlpnPolicy',
    'Protocol',
    'Port',
  ])('fails when %s is no longer as it was found', async (field) => {
    await listener();
    const product = await bench.product('aws/alb');
    const fresh = await material();
    const resource = await only(product, bench.call);
    const receipt = await product.apply(replaceEdit(resource, fresh), fresh, bench.call);
    const state = receipt.state as { settings: Record<string, string> };
    const changed = {
      ...receipt,
      state: { ...state, settings: { ...state.settings, [field]: 'as it was' } },
    };
    await expectFailure(
      product.verify(changed, bench.call),
      'VERIFY_FAILED',
      new RegExp(field, 'u'),
    );
  });

  it('refuses a receipt that is not its own', async () => {
    await listener();
    const product = await bench.product('aws/alb');
    const receipt = {
      change: 'x',
      resource: 'aws/alb:prod/x',
      target: 'aws/alb',
      account: 'prod',
      region: null,
      state: { v: 2 },
    } as const;
    await expectFailure(
      product.rollback(receipt, bench.call),
      'REFUSED',
      /receipt of aws\/alb:prod\/x/u,
    );
  });
});

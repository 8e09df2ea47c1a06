import { describe, expect, it } from 'vitest';

import { all } from '../test-kit.ts';
import { openHuawei } from './test-kit.ts';
import type { OpenHuawei } from './test-kit.ts';

const target = 'huawei/elb';

describe('the room for certificates', () => {
  it('goes by the larger limit of dedicated load balancers only where a list is longer', async () => {
    await using open = await openHuawei({ endpoints: false });
    open.huawei.settings.quotas.sniCertificates = { shared: 30, dedicated: 50 };
    const certificate = await open.issue(['shop.example.com']);
    const sni = await Promise.all(
      Array.from({ length: 49 }, async (_, index) => await open.issue([`d${index}.example.com`])),
    );
    const held = async (name: string, kind: 'shared' | 'dedicated', count: number) => {
      const protocol = kind === 'shared' ? 'TERMINATED_HTTPS' : 'HTTPS';
      await open.project.addLoadBalancer({
        name,
        kind,
        listeners: [{ protocol, certificate, sni: sni.slice(0, count) }],
      });
    };
    await held('roomy', 'dedicated', 40);
    await held('long', 'dedicated', 49);
    await held('shared', 'shared', 30);
    const found = await all(await open.product(target), open.call);
    const said = found.flatMap(({ label, findings }) =>
      findings
        .filter(({ code }) => code === 'certificates-nearly-full')
        .map(({ message }) => `${label.split(':')[0]} ${message.split(';')[0]}`),
    );
    expect(said).toEqual([
      'long it holds 49 of 50 SNI certificates: 1 more fits',
      'shared it holds 30 of 30 SNI certificates: no more fit',
    ]);
  });

  describe('the certificates of a project', () => {
    async function nearlyFull(open: OpenHuawei) {
      open.huawei.settings.quotas.certificates = 5;
      for (const name of ['a', 'b']) {
        const certificate = await open.issue([`${name}.example.com`]);
        await open.project.addLoadBalancer({
          name,
          listeners: [{ protocol: 'HTTPS', certificate }],
        });
      }
    }
    const asked = ({ huawei }: OpenHuawei) =>
      huawei.requests.filter(({ operation }) => operation === 'ListQuotaDetails').length;

    it('are said to be nearly as many as there may be, in one call', async () => {
      await using open = await openHuawei({ endpoints: false });
      await nearlyFull(open);
      const found = await all(await open.product(target), open.call);
      const [first, second] = found.map(({ findings }) => findings);
      expect(first).toEqual([
        {
          code: 'store-nearly-full',
          level: 'warning',
          subject: 'prod ELB cn-north-4',
          message: expect.stringContaining('it holds 2 of 5 certificates: 3 more fit; ') as unknown,
        },
      ]);
      expect(second).toEqual(first);
      expect(asked(open)).toBe(1);
    });

    it('are nobody’s concern while there is room, or where there is no limit', async () => {
      for (const certificates of [120, -1]) {
        await using open = await openHuawei({ endpoints: false });
        await nearlyFull(open);
        open.huawei.settings.quotas.certificates = certificates;
        const found = await all(await open.product(target), open.call);
        expect(found.flatMap(({ findings }) => findings)).toEqual([]);
      }
    });

    it.each(['denied', 'throttled', 'mangled'])(
      'cost nothing but the remark where the question is %s',
      async (how) => {
        await using open = await openHuawei({ endpoints: false });
        await nearlyFull(open);
        if (how === 'denied') open.key.deny.add('elb:quotas:list');
        if (how === 'throttled')
          open.huawei.faults.add({ operation: 'ListQuotaDetails', kind: 'throttle', times: 9 });
        if (how === 'mangled')
          open.huawei.faults.add({ operation: 'ListQuotaDetails', kind: 'mangled' });
        const found = await all(await open.product(target), open.call);
        expect(found).toHaveLength(2);
        expect(found.flatMap(({ findings }) => findings)).toEqual([]);
        expect(asked(open)).toBe(1);
      },
    );
  });
});

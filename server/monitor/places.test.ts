import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { listen } from '../../shared/tls/test-listener.ts';
import type { TestListener } from '../../shared/tls/test-listener.ts';
import { issue } from '../../tests/pki.ts';
import type { Issued } from '../../tests/pki.ts';
import { listEndpoints, listProbes } from './endpoints.ts';
import { openWatch } from './test-watch.ts';
import type { TestWatch } from './test-watch.ts';

const www = 'www.example.com';
let watch: TestWatch;
let listener: TestListener;
let rsa: Issued;
let ecdsa: Issued;

beforeEach(async () => {
  watch = await openWatch();
  rsa = await issue(watch.root, { domains: [www], key: 'rsa-2048' });
  ecdsa = await issue(watch.root, { domains: [www] });
  listener = await listen([rsa, ecdsa]);
  watch.port = listener.port;
  watch.names.set(www, '127.0.0.1');
});
afterEach(async () => {
  await listener[Symbol.asyncDispose]();
  await watch.close();
});

const places = async () =>
  (await listEndpoints(watch.server.ports.db)).map(({ host, port, state }) => [host, port, state]);
const alarms = async () =>
  (await watch.alarms()).map(({ kind, state, fingerprint }) => [kind, state, fingerprint]);

describe('the ports of a deployed domain', () => {
  it('are those of its resource, and follow it', async () => {
    await watch.register();
    await watch.report([{ certificate: ecdsa, domains: [www], ports: [listener.port] }]);
    await watch.pass(1);
    expect(await places()).toEqual([[www, listener.port, 'ok']]);
    await watch.report([
      { certificate: ecdsa, domains: [www], ports: [8443, 443], status: 'kept' },
    ]);
    expect(await places()).toEqual([
      [www, 443, 'new'],
      [www, 8443, 'new'],
    ]);
  });

  it('are 443 where a report does not say', async () => {
    await watch.register();
    await watch.report([
      { certificate: ecdsa, domains: [www] },
      { certificate: ecdsa, domains: ['a.example.com'], ports: [], resource: 'r' },
    ]);
    expect((await places()).map(([host, port]) => [host, port])).toEqual([
      ['a.example.com', 443],
      [www, 443],
    ]);
  });

  it('keep apart what two resources serve for one name', async () => {
    await using other = await listen([rsa]);
    await watch.register();
    await watch.report([
      { certificate: ecdsa, domains: [www], ports: [listener.port], resource: 'aws/alb:prod/a' },
      { certificate: rsa, domains: [www], ports: [other.port], resource: 'aws/nlb:prod/n' },
    ]);
    listener.show(ecdsa);
    await watch.pass(3);
    expect((await places()).map(([, , state]) => state)).toEqual(['ok', 'ok']);
    other.show(ecdsa);
    await watch.pass(26, 2);
    expect(await alarms()).toEqual([['not-deployed', 'open', ecdsa.sha256]]);
    expect(await watch.notices()).toMatchObject([
      {
        about: {
          kind: 'not-deployed',
          host: `${www}:${other.port}`,
          resource: 'aws/nlb:prod/n',
          deployed: { fingerprint: rsa.sha256 },
        },
      },
    ]);
  });
});

describe('a domain with certificates of both kinds of key', () => {
  const both = async () => {
    await watch.register();
    await watch.report([
      { certificate: rsa, domains: [www] },
      { certificate: ecdsa, domains: [www] },
    ]);
    await watch.pass(2);
    expect((await watch.endpoint(www)).state).toBe('ok');
  };

  it('is asked for each of them apart', async () => {
    await both();
    const { id } = await watch.endpoint(www);
    const probes = await listProbes(watch.server.ports.db, id, 2);
    expect(new Map(probes.map(({ address, fingerprint }) => [address, fingerprint]))).toEqual(
      new Map([
        [`127.0.0.1:${listener.port} (RSA)`, rsa.sha256],
        [`127.0.0.1:${listener.port} (ECDSA)`, ecdsa.sha256],
      ]),
    );
  });

  it('raises an alarm when one of them is an old one, which a browser would not be shown', async () => {
    await both();
    const old = await issue(watch.root, {
      domains: [www],
      key: 'rsa-2048',
      notBefore: new Date(Date.now() - 40 * 86_400_000),
    });
    listener.show(old, ecdsa);
    await watch.pass(26, 2);
    expect(await alarms()).toEqual([['not-deployed', 'open', old.sha256]]);
    expect((await watch.alarms())[0]?.words).toContain(`127.0.0.1:${listener.port} (RSA) serves`);
  });

  it('raises one when one of them is gone, and says which was deployed', async () => {
    await both();
    listener.show(ecdsa);
    await watch.pass(26, 2);
    expect(await alarms()).toEqual([['not-deployed', 'open', ecdsa.sha256]]);
    expect(await watch.notices()).toMatchObject([
      {
        about: {
          kind: 'not-deployed',
          deployed: { fingerprint: rsa.sha256 },
          served: { fingerprint: ecdsa.sha256 },
        },
      },
    ]);
    listener.show(rsa, ecdsa);
    await watch.pass(2, 1);
    expect(await alarms()).toEqual([['not-deployed', 'resolved', ecdsa.sha256]]);
  });

  it('speaks of the one that ends first, whichever clients are shown it', async () => {
    const ending = await issue(watch.root, {
      domains: [www],
      key: 'rsa-2048',
      notBefore: new Date(Date.now() - 85 * 86_400_000),
      notAfter: new Date(Date.now() + 5 * 86_400_000),
    });
    rsa = ending;
    listener.show(rsa, ecdsa);
    await watch.register();
    await watch.report([
      { certificate: rsa, domains: [www] },
      { certificate: ecdsa, domains: [www] },
    ]);
    await watch.pass(2);
    expect(await alarms()).toEqual([['expiring', 'open', ending.sha256]]);
  });

  it('is asked as any client where not every resource of the name has both', async () => {
    await watch.register();
    await watch.report([
      { certificate: rsa, domains: [www], resource: 'aws/alb:prod/a' },
      { certificate: ecdsa, domains: [www], resource: 'aws/alb:prod/a' },
      { certificate: ecdsa, domains: [www], resource: 'tencent/cdn:prod/www' },
    ]);
    listener.show(ecdsa);
    await watch.pass(26, 2);
    expect((await watch.endpoint(www)).state).toBe('ok');
  });

  it('is asked for the one kind alone that was deployed: the other is none of ours', async () => {
    const foreign = ecdsa;
    await watch.register();
    await watch.report([{ certificate: rsa, domains: [www] }]);
    await watch.pass(26, 2);
    expect(await watch.endpoint(www)).toMatchObject({ state: 'ok', fingerprint: rsa.sha256 });
    listener.show(foreign);
    await watch.pass(26, 2);
    expect(await alarms()).toEqual([['not-deployed', 'open', foreign.sha256]]);
  });
});

import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

import { afterEach, describe, expect, it } from 'vitest';

import { startHuawei } from '../../../tests/simulators/huawei/huawei.ts';
import { Secret } from '../../core/secret.ts';
import { systemClock } from '../../runtime/clock.ts';
import { createAgents } from '../../runtime/proxy.ts';
import { all, expectFailure, failure, keptLog } from '../test-kit.ts';
import { exchange } from './http.ts';
import { createHuaweiProvider } from './provider.ts';
import type { Signed } from './signer.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const never = new AbortController().signal;
const request = (url: string, more: Partial<Signed> = {}): Signed => ({
  method: 'GET',
  url,
  headers: { 'x-a': 'b' },
  body: '',
  ...more,
});

describe('one exchange', () => {
  it('sends method, headers and body, and reads the reply', async () => {
    const seen: IncomingMessage[] = [];
    const url = await serve((message, response) => {
      seen.push(message);
      message.pipe(response.writeHead(203, { 'x-request-id': 'r' }));
    });
    const sent = request(`${url}/a/*.b?c=d`, { method: 'PUT', body: '{"ü":1}' });
    const reply = await exchange(sent, createAgents({}), never);
    expect(reply).toMatchObject({ status: 203, text: '{"ü":1}' });
    expect(reply.headers['x-request-id']).toBe('r');
    expect(seen[0]).toMatchObject({ method: 'PUT', url: '/a/*.b?c=d' });
    expect(seen[0]?.headers).toMatchObject({ 'x-a': 'b', 'content-length': '8' });
  });

  it('does not follow redirections: they are replies', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await exchange(request(url), createAgents({}), never)).toMatchObject({ status: 302 });
    expect(asked).toBe(1);
  });

  it('keeps connections alive', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((message, response) => {
      ports.add(message.socket.remotePort);
      response.end('{}');
    });
    const agents = createAgents({});
    for (let round = 0; round < 5; round += 1) await exchange(request(url), agents, never);
    expect(ports.size).toBe(1);
  });

  it.each(['before the reply', 'in the middle of it'])(
    'stops when it is told to, %s',
    async (when) => {
      const url = await serve((_, response) => {
        if (when !== 'before the reply') response.write('{');
      });
      const stop = AbortSignal.timeout(50);
      const started = performance.now();
      await expect(exchange(request(url), createAgents({}), stop)).rejects.toThrow(
        /timeout|abort/iu,
      );
      expect(performance.now() - started).toBeLessThan(2000);
    },
  );

  it('tells a broken connection by its code', async () => {
    const url = await serve((message) => message.socket.resetAndDestroy());
    const thrown: unknown = await exchange(request(url), createAgents({}), never).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ wireCode: 'ECONNRESET', status: undefined });
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('{');
      setTimeout(() => response.destroy(), 5);
    });
    await expect(exchange(request(cut), createAgents({}), never)).rejects.toMatchObject({
      status: undefined,
    });
  });

  it('sends nothing in clear to another machine', async () => {
    const sending = exchange(request('http://elb.example.com/'), createAgents({}), never);
    await expectFailure(sending, 'CONFIG_INVALID', /not https.*nothing was sent/u);
  });
});

describe('a proxy', () => {
  /** Takes CONNECT for any host to one port of this machine. */
  async function openProxy(port: number) {
    const asked: string[] = [];
    const server = createServer();
    server.on('connect', (message, client, head) => {
      asked.push(message.url ?? '');
      const upstream = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.write(head);
        upstream.pipe(client).pipe(upstream);
      });
      for (const socket of [upstream, client]) socket.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
  }

  it('carries every call, to the hosts of Huawei Cloud themselves', async () => {
    const huawei = await startHuawei({ tls: true, endpoints: false });
    closing.push(() => huawei.close());
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, huawei.authority ?? '']);
    closing.push(() => {
      setDefaultCACertificates(trusted);
    });
    const account = huawei.account('shop');
    const key = account.accessKey();
    account.addCdnDomain({ name: 'www.example.com' });
    await account.project('cn-north-4').addLoadBalancer({ listeners: [{ protocol: 'HTTPS' }] });
    await account.project('ap-southeast-3').addLoadBalancer({ listeners: [{ protocol: 'TLS' }] });
    const proxy = await openProxy(huawei.port);
    const secrets: Record<string, string> = { AK: key.accessKey, SK: key.secretKey };
    const call = { signal: never, log: keptLog() };
    const { products, gaps } = await createHuaweiProvider().connect(
      {
        account: {
          name: 'prod',
          provider: 'huawei',
          regions: undefined,
          settings: { credentials: { access_key: { env: 'AK' }, secret_key: { env: 'SK' } } },
        },
        targets: ['huawei/cdn', 'huawei/elb'],
        secret: ({ env }) => new Secret(secrets[env] ?? ''),
        idToken: undefined,
        mask: () => {},
        proxy: { HTTPS_PROXY: proxy.url },
        session: 'test',
        clock: systemClock,
      },
      call,
    );
    expect(gaps).toEqual([]);
    const found = await Promise.all(products.map(async (product) => await all(product, call)));
    expect(found.map((list) => list.length)).toEqual([1, 1, 1]);
    expect([...new Set(proxy.asked)].sort()).toEqual([
      'cdn.myhuaweicloud.com:443',
      'elb.ap-southeast-3.myhuaweicloud.com:443',
      'elb.cn-north-4.myhuaweicloud.com:443',
      'iam.myhuaweicloud.com:443',
    ]);
    expect(huawei.violations).toEqual([]);
  });

  it('that is no address of one is named, without its value', async () => {
    const error = await failure(
      Promise.resolve().then(() => createAgents({ HTTPS_PROXY: 'socks://user:topsecret@x' })),
    );
    expect(error.message).toMatch(/HTTPS_PROXY/u);
    expect(error.message).not.toContain('topsecret');
  });
});

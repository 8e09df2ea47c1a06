import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createAgents } from './proxy.ts';

const asked: string[] = [];
const proxy = http.createServer((request, response) => {
  asked.push(`plain ${request.url ?? ''}`);
  response.end();
});
proxy.on('connect', (request, socket) => {
  asked.push(`tunnel ${request.url ?? ''}`);
  socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
});
const origin = http.createServer((_request, response) => response.end('direct'));
let proxyAddress = '';
let originPort = 0;

beforeAll(async () => {
  for (const server of [proxy, origin]) {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
  proxyAddress = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  originPort = (origin.address() as AddressInfo).port;
});
afterAll(() => {
  for (const server of [proxy, origin]) {
    server.closeAllConnections();
    server.close();
  }
});

async function get(client: typeof http | typeof https, address: string, agent: http.Agent) {
  return await new Promise<string>((resolve) => {
    client
      .get(address, { agent }, (response) => {
        response.resume();
        resolve(`status ${response.statusCode ?? 0}`);
      })
      .on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

it.each(['HTTPS_PROXY', 'https_proxy'])('tunnels https through %s', async (name) => {
  asked.length = 0;
  const agents = createAgents({ [name]: `http://${proxyAddress}` });
  expect(await get(https, 'https://acm.example.test/', agents.https)).toBe('ERR_PROXY_TUNNEL');
  expect(asked).toEqual(['tunnel acm.example.test:443']);
});

it('completes an address without a scheme instead of silently going out directly', async () => {
  asked.length = 0;
  const agents = createAgents({ HTTPS_PROXY: proxyAddress });
  expect(await get(https, 'https://acm.example.test/', agents.https)).toBe('ERR_PROXY_TUNNEL');
  expect(asked).toHaveLength(1);
});

it('honours NO_PROXY', async () => {
  asked.length = 0;
  const agents = createAgents({ HTTPS_PROXY: `http://${proxyAddress}`, NO_PROXY: '127.0.0.1' });
  expect(await get(https, `https://127.0.0.1:${originPort}/`, agents.https)).not.toBe(
    'ERR_PROXY_TUNNEL',
  );
  expect(asked).toEqual([]);
});

it('never sends plain http through a proxy', async () => {
  asked.length = 0;
  const agents = createAgents({ HTTP_PROXY: `http://${proxyAddress}` });
  expect(await get(http, `http://127.0.0.1:${originPort}/`, agents.http)).toBe('status 200');
  expect(asked).toEqual([]);
});

it('refuses an address that is no HTTP proxy, without quoting it', () => {
  for (const address of ['socks5://user:secret@h:1', 'http://user:secret@h:port']) {
    expect(() => createAgents({ HTTPS_PROXY: address })).toThrowError(
      /^HTTPS_PROXY is not the address of an HTTP proxy: http:\/\/host:port is expected$/u,
    );
  }
});

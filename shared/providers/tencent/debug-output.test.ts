import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

import { expect, it, onTestFinished } from 'vitest';

const key = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC';
const secretKey = 'SKofThisTestAndOfNothingElse';

/** Uploads a key with the SDK as our clients do, in a process of its own: such variables are read once. */
function script(port: number): string {
  const module = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const sdk = import.meta
    .resolve('tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js');
  return `
    const { createClient, confine, defaultTiming } = await import(${module('wiring.ts')});
    const { createAgents } = await import(${module('../../runtime/proxy.ts')});
    const { Client } = (await import(${JSON.stringify(sdk)}));
    const endpoint = new URL('http://127.0.0.1:${port}');
    const agents = confine(createAgents({}), endpoint);
    const identity = async () => ({ secretId: 'AKID', secretKey: ${JSON.stringify(secretKey)}, endsAt: null });
    const client = createClient(
      Client,
      { clock: undefined, timing: defaultTiming, site: 'china', agents, endpoint },
      { service: 'ssl', region: 'ap-guangzhou', identity },
    );
    const body = { CertificatePrivateKey: ${JSON.stringify(key)} };
    const reply = await client.request('UploadCertificate', body, {});
    console.log('answered', reply.CertificateId);
    agents.http.destroy();
  `;
}

it('shows no key, sent or received, whatever debugging the environment asks for', async () => {
  const received: string[] = [];
  const server = createServer((request, response) => {
    request.setEncoding('utf8').on('data', (chunk: string) => received.push(chunk));
    request.on('end', () => {
      const Response = { CertificateId: 'abcd1234', CertificatePrivateKey: key, RequestId: 'r' };
      response.end(JSON.stringify({ Response }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '--eval', script(port)],
    { env: { ...process.env, DEBUG: '*', NODE_DEBUG: 'http,https,net,stream,tls' } },
  );
  expect(stdout).toContain('answered abcd1234');
  // It was sent, and there was something to be read.
  expect(received.join('')).toContain(key);
  expect(stderr).toContain('HTTP');
  for (const text of [stdout, stderr]) {
    expect(text).not.toContain(key);
    expect(text).not.toContain(secretKey);
  }
});

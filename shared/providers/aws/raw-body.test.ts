import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import {
  CloudFrontClient,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { keepReply, sendText } from './raw-body.ts';

const reply =
  '<?xml version="1.0"?>\n<DistributionConfig><!-- ä --><CallerReference>x</CallerReference><FromTheFuture>1</FromTheFuture></DistributionConfig>';
const received: string[] = [];
const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (request.method === 'PUT') received.push(Buffer.concat(parts).toString());
    response.writeHead(200, { etag: 'E1' });
    response.end(request.method === 'PUT' ? '<Distribution/>' : reply);
  });
});
let client: CloudFrontClient;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new CloudFrontClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
});
afterAll(() => {
  client.destroy();
  server.closeAllConnections();
  server.close();
});

const update = () =>
  new UpdateDistributionCommand({
    Id: 'E1',
    IfMatch: 'E1',
    DistributionConfig: {
      CallerReference: 'placeholder',
      Origins: { Quantity: 0, Items: [] },
      DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'https-only' },
      Comment: '',
      Enabled: true,
    },
  });

it('keeps the reply as it came, and lets the SDK read it all the same', async () => {
  const command = new GetDistributionConfigCommand({ Id: 'E1' });
  const text = keepReply(command);
  const { ETag, DistributionConfig } = await client.send(command);
  expect(text()).toBe(reply);
  expect([ETag, DistributionConfig?.CallerReference]).toEqual(['E1', 'x']);
});

it('sends the text instead of the input, unchanged', async () => {
  const text = reply.replace('>x<', '>ü & 𝄞<');
  const command = update();
  sendText(command, text);
  await client.send(command);
  expect(received).toEqual([text]);
});

it('sends nothing at all when the SDK does not take the text', async () => {
  received.length = 0;
  const command = update();
  sendText(command, reply);
  command.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.request as object, { body: '<DistributionConfig/>' });
      return await next(args);
    },
    { step: 'build', name: 'somethingElse' },
  );
  await expect(client.send(command)).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(received).toEqual([]);
});

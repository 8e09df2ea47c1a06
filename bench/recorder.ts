import { Agent, createServer, request as send } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import type { Recorded } from './recorded.ts';

export interface Recorder {
  /** In the order of the clouds. */
  readonly urls: readonly string[];
  /** Of which client, and since when: from the first call in to the last reply out, in milliseconds. */
  readonly span: () => number;
  readonly calls: readonly Recorded[];
  record(on: boolean): void;
  close(): Promise<void>;
}

/** Ids, ARNs, page markers and names: what one reply hands to the next call. */
const tokens = (text: string) => text.match(/[\w.:/+=*-]{12,}/gu) ?? [];

/**
 * Stands between a client and simulated clouds: adds the latency of a network to each call, and takes
 * down each call with the replies it depended on. Both clients of a comparison go through it.
 */
export async function startRecorder(
  targets: readonly string[],
  options: { readonly latencyMs: number },
): Promise<Recorder> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const calls: Recorded[] = [];
  const firstSeen = new Map<string, number>();
  let recording = true;
  let next = 0;
  let first = Number.NaN;
  let last = 0;

  async function pass(
    cloud: number,
    incoming: IncomingMessage,
  ): Promise<[number, IncomingHttpHeaders, Buffer]> {
    const body = await buffer(incoming);
    const target = new URL(targets[cloud] ?? '');
    const id = (next += 1);
    const named = recording
      ? tokens(`${decodeURIComponent(incoming.url ?? '')} ${decoded(body)}`)
      : [];
    const after = [...new Set(named.flatMap((token) => firstSeen.get(token) ?? []))];
    await delay(options.latencyMs);
    const reply = await forward(target, incoming, body, agent);
    const status = reply.statusCode ?? 0;
    const text = await buffer(reply);
    if (recording) {
      for (const token of tokens(text.toString()))
        if (!firstSeen.has(token)) firstSeen.set(token, id);
      const { method = 'GET', url: path = '/', headers } = incoming;
      calls.push({ id, cloud, method, path, headers, body: body.toString(), after, status });
    }
    return [status, reply.headers, text];
  }

  const servers = await Promise.all(
    targets.map(async (_, cloud) => {
      const server = createServer((incoming, outgoing) => {
        first = Number.isNaN(first) ? performance.now() : first;
        pass(cloud, incoming).then(
          ([status, headers, body]) => {
            last = performance.now();
            outgoing.writeHead(status, headers).end(body);
          },
          () => outgoing.destroy(),
        );
      });
      await new Promise<void>((resolve) => {
        server.listen(0, '127.0.0.1', resolve);
      });
      return server;
    }),
  );
  return {
    urls: servers.map(urlOf),
    calls,
    span: () => last - first,
    record: (on) => {
      recording = on;
      first = Number.NaN;
    },
    async close() {
      agent.destroy();
      await Promise.all(
        servers.map(
          async (server) =>
            await new Promise((resolve) => {
              server.close(resolve);
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the recorder has no port');
  return `http://127.0.0.1:${address.port}`;
}

/** Forms come percent-encoded; a stray percent sign is left as it is. */
function decoded(body: Buffer): string {
  const text = body.toString();
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function forward(
  target: URL,
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  agent: Agent,
): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    // The host stays as it was: it is part of what was signed.
    const outgoing = send(
      { host: target.hostname, port: target.port, method, path: url, headers, agent },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What is asked of the receiver: `POST /quota/reserve`. */
export type Asked = string;

export type Fate =
  | 'pass'
  /** Answered in the receiver's place: it is away for longer than anybody waits. */
  | 'away'
  /** Carried out, and the connection ends before the answer. */
  | 'lose'
  /** Never answered. */
  | 'hang';

/** What stands between the jobs of workflow runs and the receiver. */
export interface ReceiverFront {
  readonly url: string;
  /** Every request so far, in order. */
  readonly asked: readonly Asked[];
  /** What becomes of a request, decided when it comes. Default: it passes. */
  fate: (asked: Asked) => Fate;
  /** Where to. Without it nobody listens. */
  lead(to: string): void;
  close(): Promise<void>;
}

export async function startReceiverFront(): Promise<ReceiverFront> {
  const asked: Asked[] = [];
  let target: URL | undefined;
  const server = createServer((incoming, outgoing) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://front');
    const what = `${incoming.method ?? ''} ${pathname.replace(/^\/api\/v1/u, '')}`;
    asked.push(what);
    const fate = front.fate(what);
    switch (fate) {
      case 'away':
        incoming.resume();
        outgoing.writeHead(503, { 'retry-after': '3600', 'content-type': 'application/json' });
        outgoing.end(JSON.stringify({ code: 'UNAVAILABLE', title: 'The receiver is being moved' }));
        return;
      case 'hang':
        incoming.resume();
        return;
      case 'pass':
      case 'lose':
        forward(incoming, outgoing, fate);
    }
  });

  function forward(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    fate: 'pass' | 'lose',
  ): void {
    const { method, url, headers } = incoming;
    const { hostname: host = '', port = '' } = target ?? {};
    const forwarded = request({ host, port, method, path: url, headers }, (reply) => {
      if (fate === 'lose') {
        reply.resume().on('end', () => outgoing.destroy());
        return;
      }
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    incoming.pipe(forwarded);
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const front: ReceiverFront = {
    url: `http://127.0.0.1:${port}`,
    asked,
    fate: () => 'pass',
    lead(to) {
      target = new URL(to);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return front;
}

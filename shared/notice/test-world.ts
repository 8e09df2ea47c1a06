import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { simpleParser } from 'mailparser';
import type { ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

import { Secret } from '../core/secret.ts';

export interface Posted {
  readonly path: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

export interface HookServer {
  /** An address of its own, which is a secret. */
  url(path: string): Secret;
  readonly posted: readonly Posted[];
  /** What is answered from now on. */
  answer(status: number, body?: string, headers?: Readonly<Record<string, string>>): void;
  /** Takes requests from now on and answers none. */
  hang(): void;
  close(): Promise<void>;
}

/** A chat service that listens on loopback. */
export async function startHooks(): Promise<HookServer> {
  const posted: Posted[] = [];
  let reply:
    | { status: number; body: string; headers: Readonly<Record<string, string>> }
    | undefined = { status: 200, body: 'ok', headers: {} };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push({
        path: request.url ?? '',
        body: Buffer.concat(chunks).toString('utf8'),
        contentType: request.headers['content-type'],
      });
      if (reply !== undefined) response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  const { port } = await listen(server);
  return {
    url: (path) => new Secret(`http://127.0.0.1:${port}${path}`),
    posted,
    answer(status, body = 'ok', headers = {}) {
      reply = { status, body, headers };
    },
    hang() {
      reply = undefined;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address;
}

export interface MailBox {
  readonly url: Secret;
  readonly password: string;
  readonly mails: readonly ParsedMail[];
  /** What is said to the next recipients, one each; then they are accepted again. */
  refuse(...codes: readonly number[]): void;
  close(): Promise<void>;
}

/** A real SMTP server on loopback that wants a login. */
export async function startMail(password = 'correct horse: 4711/ä'): Promise<MailBox> {
  const mails: ParsedMail[] = [];
  const refusals: number[] = [];
  const server = new SMTPServer({
    authOptional: false,
    allowInsecureAuth: true,
    hideSTARTTLS: true,
    onAuth({ username, password: given }, _session, callback) {
      if (username === 'certferry' && given === password) callback(null, { user: username });
      else callback(new Error(`no such login: ${given ?? ''}`));
    },
    onRcptTo(_address, _session, callback) {
      const code = refusals.shift();
      if (code === undefined) callback();
      else callback(Object.assign(new Error('mailbox refused'), { responseCode: code }));
    },
    onData(stream, _session, callback) {
      void (async () => {
        try {
          mails.push(await simpleParser(stream));
        } catch (thrown) {
          callback(thrown instanceof Error ? thrown : new Error('the mail could not be read'));
          return;
        }
        callback();
      })();
    },
  });
  server.on('error', () => {});
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(address === null || typeof address === 'string' ? 0 : address.port);
    });
  });
  return {
    url: new Secret(`smtp://certferry:${encodeURIComponent(password)}@127.0.0.1:${port}`),
    password,
    mails,
    refuse(...codes) {
      refusals.push(...codes);
    },
    close: async () => await new Promise((resolve) => server.close(resolve)),
  };
}

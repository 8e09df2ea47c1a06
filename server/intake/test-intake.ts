import { createHash, randomBytes } from 'node:crypto';

import { createAdaptorServer } from '@hono/node-server';
import { z } from 'zod';

import { createIntermediate, createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued, IssueOptions } from '../../tests/pki.ts';
import type { Handle } from '../database/open.ts';
import type { Entity, Source } from '../database/schema.ts';
import type { Part } from '../part.ts';
import { openTestServer } from '../test-server.ts';
import type { TestServer, TestServerOptions } from '../test-server.ts';
import type { Arrived } from './incoming.ts';
import { intakePart } from './part.ts';
import type { IntakeOptions } from './part.ts';
import { createSourceBook } from './source-book.ts';
import type { SourceInput } from './source-book.ts';
import { signWithSecret } from './standard-webhooks.ts';

/** A receiver's intake on a port of this machine, with one entity and authorities of its own. */
export interface TestIntake {
  readonly server: TestServer;
  readonly entity: Entity;
  readonly part: Part;
  /** Arrivals that were announced, whether or not their transaction was committed. */
  readonly arrivals: Arrived[];
  /** `http://127.0.0.1:port` */
  readonly address: string;
  readonly post: (path: string, init?: PostInit) => Promise<Reply>;
  /** Sends our own event the way a sender of Standard Webhooks does. */
  readonly send: (event: unknown, options?: SendOptions) => Promise<Reply>;
  /** Resolves to the path of the source's address. */
  readonly addSource: (input?: Partial<z.output<typeof SourceInput>>) => Promise<string>;
  /** Rows of a table, as they are. */
  readonly rows: (table: 'deliveries' | 'certificates' | 'sources') => readonly Row[];
  close(): Promise<void>;
}

type Row = Readonly<Record<string, unknown>>;

export interface PostInit {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

export interface SendOptions {
  readonly id?: string;
  readonly secret?: string;
  /** Seconds from now. */
  readonly late?: number;
  readonly path?: string;
  readonly type?: string;
}

export const testSecret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

export interface TestIntakeOptions extends TestServerOptions {
  readonly intake?: Partial<IntakeOptions>;
  /** Handed the connection that deliveries are written with. */
  readonly onWriter?: (writer: Handle) => void;
}

export async function openTestIntake(options: TestIntakeOptions = {}): Promise<TestIntake> {
  const server = await openTestServer(options);
  const { ports, clock } = server;
  const arrivals: Arrived[] = [];
  const openWriter = () => {
    const writer = ports.openWriter();
    options.onWriter?.(writer);
    return writer;
  };
  const part = intakePart(
    { ...ports, openWriter },
    {
      certificateArrived: async (_transaction, arrived) => void arrivals.push(arrived),
      fetchText: () => Promise.reject(new Error('this test asks nobody')),
      ...options.intake,
    },
  );
  const known = options.folder === undefined ? undefined : await firstEntity(server);
  const entity = known ?? (await server.addEntity());
  const listener = createAdaptorServer({ fetch: server.app([part]).fetch });
  await new Promise<void>((resolve) => {
    listener.listen(0, '127.0.0.1', resolve);
  });
  const bound = listener.address();
  if (bound === null || typeof bound === 'string') throw new Error('the server has no port');
  const address = `http://127.0.0.1:${bound.port}`;
  const book = createSourceBook(ports);

  const post: TestIntake['post'] = async (path, { method = 'POST', body, headers = {} } = {}) => {
    const response = await fetch(address + path, {
      method,
      headers,
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const json = isJson ? z.record(z.string(), z.unknown()).parse(JSON.parse(text)) : {};
    return { status: response.status, headers: response.headers, text, json };
  };

  return {
    server,
    entity,
    part,
    arrivals,
    address,
    post,
    send: (event, send = {}) => {
      const body = typeof event === 'string' ? event : JSON.stringify(event);
      const { path = '/webhooks/issuance', type = 'application/json' } = send;
      return post(path, { body, headers: signedHeaders(body, clock.now(), send, type) });
    },
    async addSource(input = {}) {
      const { path } = await book.add({
        name: 'main',
        kind: 'standard',
        entity: entity.id,
        repository: null,
        keyMode: 'encrypted',
        certificateType: 'issued',
        config: { keys: [testSecret], allowed_domains: ['example.com'] },
        ...input,
      });
      clock.advance(3);
      return path ?? '';
    },
    rows: (table) => ports.openWriter().prepare<[], Row>(`select * from ${table}`).all(),
    async close() {
      if ('closeAllConnections' in listener) listener.closeAllConnections();
      await new Promise((resolve) => {
        listener.close(resolve);
      });
      await part.stop?.();
      await server.close();
    },
  };
}

async function firstEntity(server: TestServer): Promise<Entity | undefined> {
  return await server.ports.db.selectFrom('entities').selectAll().executeTakeFirst();
}

/** Headers of Standard Webhooks for a body. */
export function signedHeaders(
  body: string,
  now: Date,
  { id = `msg_${randomBytes(8).toString('hex')}`, secret = testSecret, late = 0 }: SendOptions = {},
  type = 'application/json',
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000) + late);
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  return {
    'content-type': type,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signWithSecret(key, { id, timestamp, body: Buffer.from(body) }),
  };
}

let root: Promise<Authority> | undefined;
let authority: Promise<Authority> | undefined;

/** The root that every certificate of these tests ends below; no system trusts it. */
export function testRoot(): Promise<Authority> {
  root ??= createRoot('Intake Root');
  return root;
}

export async function testAuthority(): Promise<Authority> {
  authority ??= testRoot().then((parent) => createIntermediate(parent, 'Intake Authority'));
  return await authority;
}

/** The time that test servers begin at, and that certificates are valid around. */
export const testTime = new Date('2026-11-25T10:00:00.000Z');
const day = 86_400_000;

/** A certificate that began a day before the tests' time and lasts 90 days, unless told otherwise. */
export async function issueForTest(options: Partial<IssueOptions> = {}): Promise<Issued> {
  return await issue(await testAuthority(), {
    domains: ['www.example.com'],
    notBefore: new Date(testTime.getTime() - day),
    notAfter: new Date(testTime.getTime() + 90 * day),
    ...options,
  });
}

/** Our own event for a certificate. */
export function issuedEvent(
  { chain, key }: Issued,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    type: 'certificate.issued',
    timestamp: testTime.toISOString(),
    data: { chain_pem: chain, private_key_pem: key, ...more },
  };
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export type { Source };

import { generateKeyPairSync } from 'node:crypto';

import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';

import {
  isSigned,
  isWithin,
  parseWebhookKey,
  readSignedHeaders,
  signWithPrivateKey,
  signWithSecret,
} from './standard-webhooks.ts';
import type { WebhookKey } from './standard-webhooks.ts';

function key(text: string): WebhookKey {
  const parsed = parseWebhookKey(text);
  if (parsed === undefined) throw new Error(`not a key: ${text}`);
  return parsed;
}

const secretOf = (text: string) => Buffer.from(text.slice('whsec_'.length), 'base64');

const first = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const second = 'whsec_AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=';
const publicKey = 'whpk_iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w=';

const vectors = [
  {
    name: 'HMAC-SHA256, the one of the specification',
    key: first,
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: '1614265330',
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    name: 'HMAC-SHA256',
    key: second,
    id: 'msg_test1',
    timestamp: '1700000000',
    body: '{"type":"certificate.issued"}',
    signature: 'v1,rOsb1YhbVBXhJMAtXYovJFlXPfrShQnqoAwSkwg9W2E=',
  },
  {
    name: 'Ed25519',
    key: publicKey,
    id: 'msg_test1',
    timestamp: '1700000000',
    body: '{"type":"certificate.issued"}',
    signature:
      'v1a,W0Pv++Q7i7UV9meA87RnB0Gc5e278VayvtHXTj7VCvWDWFdPwxFwWI4dWVw/VRSamHNBQvzgjeioqco/7dW/Bg==',
  },
] as const;

describe('a signature', () => {
  it.each(vectors)('is the known one: $name', ({ key: text, id, timestamp, body, signature }) => {
    const parts = { id, timestamp, body: Buffer.from(body) };
    expect(isSigned(signature, parts, [key(text)])).toBe(true);
    for (const other of [
      { ...parts, id: `${id}x` },
      { ...parts, timestamp: '1700000001' },
      { ...parts, body: Buffer.from(`${body} `) },
    ]) {
      expect(isSigned(signature, other, [key(text)])).toBe(false);
    }
  });

  it('is made as it is verified, for both versions', () => {
    const parts = { id: 'msg_1', timestamp: '1700000000', body: Buffer.from([0, 255, 254]) };
    const seed = Buffer.alloc(32, 1).toString('base64');
    expect(signWithPrivateKey(`whsk_${seed}`, { ...parts, body: Buffer.from('x') })).toMatch(
      /^v1a,/u,
    );
    expect(isSigned(signWithPrivateKey(`whsk_${seed}`, parts), parts, [key(publicKey)])).toBe(true);
    expect(isSigned(signWithSecret(secretOf(first), parts), parts, [key(first)])).toBe(true);
  });

  it('is enough if it is of any of several keys, and any of several signatures is', () => {
    const parts = { id: 'msg_1', timestamp: '1700000000', body: Buffer.from('{}') };
    const [old, young] = [first, second].map((text) => signWithSecret(secretOf(text), parts));
    const keys = [key(first), key(second), key(publicKey)];
    expect(isSigned(`${young}`, parts, keys)).toBe(true);
    expect(isSigned(`${old}`, parts, keys)).toBe(true);
    expect(isSigned(`v1,AAAA v9,zzzz ${old}`, parts, [key(first)])).toBe(true);
    expect(isSigned(`${young}`, parts, [key(first)])).toBe(false);
  });

  it('is not found behind more signatures than anybody needs', () => {
    const parts = { id: 'msg_1', timestamp: '1700000000', body: Buffer.from('{}') };
    const good = signWithSecret(secretOf(first), parts);
    expect(isSigned(`${'v1,AAAA '.repeat(7)}${good}`, parts, [key(first)])).toBe(true);
    expect(isSigned(`${'v1,AAAA '.repeat(8)}${good}`, parts, [key(first)])).toBe(false);
  });

  it.each(['', 'v1', 'v1,', 'v1,====', 'v1,rOsb1Y hbVBX', 'v1a,AAAA', ','])(
    'is not %j',
    (header) => {
      const parts = { id: 'msg_1', timestamp: '1700000000', body: Buffer.from('{}') };
      expect(isSigned(header, parts, [key(first), key(publicKey)])).toBe(false);
    },
  );

  it('agrees with the reference library for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.uint8Array({ minLength: 24, maxLength: 64 }),
        (body, bytes) => {
          const secret = `whsec_${Buffer.from(bytes).toString('base64')}`;
          const oracle = new Webhook(secret);
          const now = new Date();
          const timestamp = String(Math.floor(now.getTime() / 1000));
          const parts = { id: 'msg_1', timestamp, body: Buffer.from(body) };
          const theirs = oracle.sign('msg_1', now, body);
          expect(isSigned(theirs, parts, [key(secret)])).toBe(true);
          const headers = {
            'webhook-id': 'msg_1',
            'webhook-timestamp': timestamp,
            'webhook-signature': signWithSecret(Buffer.from(bytes), parts),
          };
          oracle.verify(body, headers, { jsonParse: false });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('covers every byte of the body, also where that is no text', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (body, at, by) => {
          const parts = { id: 'msg_1', timestamp: '1700000000', body };
          const signature = signWithSecret(secretOf(first), parts);
          const changed = Uint8Array.from(body);
          changed[at % body.length] = (changed[at % body.length] ?? 0) ^ by;
          expect(isSigned(signature, parts, [key(first)])).toBe(true);
          expect(isSigned(signature, { ...parts, body: changed }, [key(first)])).toBe(false);
        },
      ),
    );
  });
});

describe('a key', () => {
  it('is read for what it is', () => {
    expect(parseWebhookKey(first)?.version).toBe('v1');
    expect(parseWebhookKey(publicKey)?.version).toBe('v1a');
  });

  it('may be any Ed25519 public key', () => {
    const { publicKey: made } = generateKeyPairSync('ed25519');
    const raw = made.export({ format: 'der', type: 'spki' }).subarray(-32);
    expect(parseWebhookKey(`whpk_${raw.toString('base64')}`)?.version).toBe('v1a');
  });

  it.each([
    '',
    'whsec_',
    'whsec_AAAA',
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    'whsec_not base64 at all, really not',
    `whpk_${Buffer.alloc(31).toString('base64')}`,
    `whsk_${Buffer.alloc(32).toString('base64')}`,
    Buffer.alloc(32).toString('base64'),
  ])('is not %j', (text) => {
    expect(parseWebhookKey(text)).toBeUndefined();
  });
});

describe('the headers', () => {
  const good = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': '1700000000',
    'webhook-signature': 'v1,x',
  };
  const read = (headers: Record<string, string>) => readSignedHeaders((name) => headers[name]);

  it('are read where all three are there', () => {
    expect(read(good)).toEqual({ id: 'msg_1', timestamp: '1700000000', signature: 'v1,x' });
    for (const name of Object.keys(good)) {
      expect(
        read(Object.fromEntries(Object.entries(good).filter(([one]) => one !== name))),
      ).toBeUndefined();
    }
  });

  it.each(['1700000000abc', '-1', '1.5', '', '1e9', ' 1700000000'])(
    'are refused with the time %j',
    (time) => {
      expect(read({ ...good, 'webhook-timestamp': time })).toBeUndefined();
    },
  );

  it.each(['msg.1', '', 'msg 1', 'm'.repeat(201), 'msg_ü'])('are refused with the id %j', (id) => {
    expect(read({ ...good, 'webhook-id': id })).toBeUndefined();
  });
});

describe('the window', () => {
  it.each([
    [-300, true],
    [-301, false],
    [0, true],
    [300, true],
    [301, false],
  ])('holds a message that is %i seconds from now: %j', (distance, held) => {
    const now = new Date(1_700_000_000_900);
    expect(isWithin(1_700_000_000 + distance, now)).toBe(held);
  });
});

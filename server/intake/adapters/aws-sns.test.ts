import { createPrivateKey, sign } from 'node:crypto';

import { afterEach, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../../tests/pki.ts';
import { openTestIntake, testTime } from '../test-intake.ts';
import type { Reply, TestIntake } from '../test-intake.ts';

const day = 86_400_000;
const authority = await createRoot('SNS', 'rsa-2048');
const signer = await issue(authority, {
  domains: ['sns.amazonaws.com'],
  key: 'rsa-2048',
  notBefore: new Date(testTime.getTime() - day),
  notAfter: new Date(testTime.getTime() + day),
});
const past = await issue(authority, {
  domains: ['sns.amazonaws.com'],
  key: 'rsa-2048',
  notBefore: new Date(testTime.getTime() - 2 * day),
  notAfter: new Date(testTime.getTime() - day),
});
const topic = 'arn:aws:sns:us-east-1:123456789012:certificates';
const certificateUrl = 'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem';

const acm = {
  id: 'event-1',
  source: 'aws.acm',
  'detail-type': 'ACM Certificate Available',
  time: testTime.toISOString(),
  resources: ['arn:aws:acm:us-east-1:123456789012:certificate/1'],
  detail: { Action: 'RENEWAL', CommonName: 'www.example.com' },
};

type Message = Record<string, string>;

function notification(more: Message = {}): Message {
  return {
    Type: 'Notification',
    MessageId: 'message-1',
    TopicArn: topic,
    Message: JSON.stringify(acm),
    Timestamp: testTime.toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...more,
  };
}

function confirmation(more: Message = {}): Message {
  return {
    Type: 'SubscriptionConfirmation',
    MessageId: 'message-2',
    TopicArn: topic,
    Message: 'You have chosen to subscribe',
    Token: 'token-of-sns',
    SubscribeURL:
      'https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=token-of-sns',
    Timestamp: testTime.toISOString(),
    SignatureVersion: '2',
    SigningCertURL: certificateUrl,
    ...more,
  };
}

/** Signs as the documentation says: written down again here, so that the two can differ. */
function signed(message: Message, key = signer.key): Message {
  const names =
    message['Type'] === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  let text = '';
  for (const name of names) {
    const value = message[name];
    if (value !== undefined) text += `${name}\n${value}\n`;
  }
  const algorithm = message['SignatureVersion'] === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  return {
    ...message,
    Signature: sign(algorithm, Buffer.from(text), createPrivateKey(key)).toString('base64'),
  };
}

let intake: TestIntake | undefined;
afterEach(async () => {
  await intake?.close();
  intake = undefined;
});

async function open(config: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const pages = new Map([[certificateUrl, signer.leaf]]);
  intake = await openTestIntake({
    intake: {
      fetchText: async (url) => {
        asked.push(url);
        const page = pages.get(url) ?? (url.includes('ConfirmSubscription') ? '<ok/>' : undefined);
        if (page === undefined) throw new Error('404');
        return page;
      },
    },
  });
  const { addSource, post } = intake;
  const path = await addSource({
    name: 'sns',
    kind: 'aws-sns',
    config: { topics: [topic], ...config },
  });
  const send = (message: Message, to = path): Promise<Reply> =>
    post(to, {
      body: JSON.stringify(message),
      headers: {
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': message['Type'] ?? '',
      },
    });
  return { ...intake, asked, pages, path, send };
}

describe('a message of SNS', () => {
  it('is taken when its topic signed it', async () => {
    const { send, rows, path } = await open();
    expect(path).toBe('/webhooks/issuance/sns');
    expect((await send(signed(notification()))).status).toBe(202);
    expect(JSON.parse(String(rows('deliveries')[0]?.['event']))).toMatchObject({
      type: 'certificate.renewed',
      source: { auth: 'strong', delivery_id: 'sns:message-1' },
      data: { certificate: { verified: false, subject: 'www.example.com' } },
    });
    const again = await send(signed(notification({ Timestamp: testTime.toISOString() })));
    expect([again.status, again.json['duplicate']]).toEqual([200, true]);
  });

  it('is signed with its subject where it has one', async () => {
    const { send } = await open();
    expect((await send(signed(notification({ Subject: 'news' })))).status).toBe(202);
    expect(
      (await send({ ...signed(notification({ MessageId: 'm-3' })), Subject: 'news' })).status,
    ).toBe(401);
  });

  it.each([
    ['Message', '{"id":"other"}'],
    ['MessageId', 'message-9'],
    ['Timestamp', '2026-11-25T10:00:01.000Z'],
    ['Type', 'UnsubscribeConfirmation'],
    ['Signature', 'AAAA'],
  ])('is refused when its %s was changed', async (name, value) => {
    const { send, rows } = await open();
    expect((await send({ ...signed(notification()), [name]: value })).status).toBe(401);
    expect(rows('deliveries')).toEqual([]);
  });

  it('is refused from another topic, with another key, and unsigned as raw delivery is', async () => {
    const { send, asked } = await open();
    const elsewhere = signed(notification({ TopicArn: `${topic}-2` }));
    expect((await send(elsewhere)).status).toBe(401);
    expect(asked).toEqual([]);
    expect((await send(signed(notification(), past.key))).status).toBe(401);
    expect((await send(acm as unknown as Message)).status).toBe(401);
  });

  it('is refused when signed by SHA-1, unless the source allows that', async () => {
    const first = await open();
    expect((await first.send(signed(notification({ SignatureVersion: '1' })))).status).toBe(401);
    await intake?.close();
    const second = await open({ allow_version_1: true });
    expect((await second.send(signed(notification({ SignatureVersion: '1' })))).status).toBe(202);
  });

  it('may be an hour old, and no older', async () => {
    const { send } = await open();
    // The tests' time has gone on by three seconds when the source was added.
    const at = (secondsAgo: number, id: string) =>
      send(
        signed(
          notification({
            MessageId: id,
            Timestamp: new Date(testTime.getTime() + 3000 - secondsAgo * 1000).toISOString(),
          }),
        ),
      );
    expect((await at(3601, 'a')).status).toBe(401);
    expect((await at(3600, 'b')).status).toBe(202);
  });

  it.each([
    'http://sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com.evil.net/x.pem',
    'https://evil.net/sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com:8443/x.pem',
    'https://user@sns.us-east-1.amazonaws.com/x.pem',
    'https://sns.us-east-1.amazonaws.com/x.pem?y',
    'https://sns.us-east-1.amazonaws.com/x.txt',
    'https://sns..amazonaws.com/x.pem',
    'https://127.0.0.1/x.pem',
    'file:///etc/x.pem',
    'nonsense',
  ])('never makes the receiver ask %s', async (url) => {
    const { send, asked, pages } = await open();
    pages.set(url, signer.leaf);
    expect((await send(signed(notification({ SigningCertURL: url })))).status).toBe(401);
    expect(asked).toEqual([]);
  });

  it('is refused with a certificate that is not valid now, or is none', async () => {
    const { send, pages } = await open();
    pages.set(certificateUrl.replace('-1', '-2'), past.leaf);
    pages.set(certificateUrl.replace('-1', '-3'), 'no certificate');
    const by = (number: string, key = signer.key) =>
      send(
        signed(notification({ SigningCertURL: certificateUrl.replace('-1', `-${number}`) }), key),
      );
    expect((await by('2', past.key)).status).toBe(401);
    expect((await by('3')).status).toBe(401);
  });

  it('is asked for again when its certificate cannot be fetched now', async () => {
    const { send, pages } = await open();
    const url = certificateUrl.replace('-1', '-4');
    const message = signed(notification({ SigningCertURL: url }));
    const reply = await send(message);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '30']);
    pages.set(url, signer.leaf);
    expect((await send(message)).status).toBe(202);
  });

  it('costs one question a day for its certificate', async () => {
    const { send, asked, server } = await open();
    await send(signed(notification({ MessageId: 'a' })));
    await send(signed(notification({ MessageId: 'b' })));
    expect(asked).toEqual([certificateUrl]);
    server.clock.advance(86_400 - 3600);
    await send(
      signed(notification({ MessageId: 'c', Timestamp: server.clock.now().toISOString() })),
    );
    expect(asked).toHaveLength(1);
    server.clock.advance(3601);
    await send(
      signed(notification({ MessageId: 'd', Timestamp: server.clock.now().toISOString() })),
    );
    expect(asked).toHaveLength(2);
  });

  it('that is no event is ignored', async () => {
    const { send } = await open();
    const reply = await send(signed(notification({ Message: 'hello' })));
    expect([reply.status, reply.json['ignored']]).toEqual([200, 'the message is not an event']);
  });
});

describe('a subscription', () => {
  it('is confirmed by asking SNS, and answered with 204', async () => {
    const { send, asked, rows } = await open();
    const message = confirmation();
    expect((await send(signed(message))).status).toBe(204);
    expect(asked).toEqual([certificateUrl, message['SubscribeURL']]);
    expect(rows('deliveries')).toEqual([]);
  });

  it('of another topic, or to another address, is not', async () => {
    const { send, asked } = await open();
    expect((await send(signed(confirmation({ TopicArn: `${topic}-2` })))).status).toBe(401);
    const away = signed(confirmation({ SubscribeURL: 'https://169.254.169.254/latest/meta-data' }));
    expect((await send(away)).status).toBe(422);
    expect(asked).toEqual([certificateUrl]);
  });

  it('is not confirmed by a dry run', async () => {
    const { send, asked, path } = await open();
    expect((await send(signed(confirmation()), `${path}/test`)).status).toBe(204);
    expect(asked).toEqual([certificateUrl]);
  });
});

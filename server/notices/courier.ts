import { Secret } from '../../shared/core/secret.ts';
import { chatBody } from '../../shared/notice/chat.ts';
import { DeliveryError } from '../../shared/notice/delivery.ts';
import { digestOf } from '../../shared/notice/digest.ts';
import type { Digest } from '../../shared/notice/digest.ts';
import { NoticeFacts } from '../../shared/notice/facts.ts';
import { mailOf } from '../../shared/notice/mail.ts';
import { sendMail } from '../../shared/notice/send-mail.ts';
import { sendWebhook } from '../../shared/notice/send-webhook.ts';
import { timestamp } from '../clock.ts';
import { KeyringError } from '../keyring.ts';
import { errorFacts } from '../log.ts';
import type { Ports } from '../ports.ts';
import { contactAad } from './contacts.ts';
import { countAttempts, kindOf } from './gauges.ts';
import { dueContacts, markFailed, markSent, nextDue } from './queue.ts';
import type { DueNotice } from './queue.ts';

type CourierPorts = Pick<Ports, 'db' | 'clock' | 'keyring' | 'settings' | 'log' | 'metrics'>;

/** Carries notices to their contacts. */
export interface Courier {
  /** Begins what is due. Does not wait for it: a contact that is slow delays no other. */
  dispatch(signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/** How many contacts are told at once. */
const mostAtOnce = 32;

/** One notice after the other per contact, contacts beside each other. */
export function createCourier(
  ports: CourierPorts,
  options: { readonly timeoutMs?: number } = {},
): Courier {
  const { db, clock, log } = ports;
  const attempts = countAttempts(ports);
  const underWay = new Map<string, Promise<void>>();

  /** All that is due to one contact, in its order, until one has to be tried again later. */
  async function tell(contactId: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const notice = await nextDue(db, contactId, timestamp(clock));
      if (notice === undefined) return;
      const error = await attempt(notice, signal);
      const kind = kindOf(notice.kindOfNotice);
      if (error === undefined) {
        await markSent(db, notice, timestamp(clock));
        attempts.add({ kind, result: 'sent' });
        log.info('notice sent', { notice: notice.id, contact: notice.contact });
        continue;
      }
      // Told to stop in the middle of it: that was no attempt.
      if (signal.aborted) return;
      const state = await markFailed(db, notice, error, clock.now());
      attempts.add({ kind, result: state === 'failed' ? 'failed' : 'postponed' });
      const facts = { notice: notice.id, contact: notice.contact, error: error.message };
      if (state === 'failed') log.error('notice given up', facts);
      else log.warn('notice not sent yet', facts);
      if (error.kind === 'temporary') return;
    }
  }

  async function attempt(
    notice: DueNotice,
    signal: AbortSignal,
  ): Promise<DeliveryError | undefined> {
    try {
      await deliver(notice, digestFor(notice, ports), ports, { ...options, signal });
      return undefined;
    } catch (thrown) {
      if (thrown instanceof DeliveryError) return thrown;
      if (thrown instanceof KeyringError) {
        const words = 'the address of the webhook cannot be opened: its master key is not here';
        return new DeliveryError('temporary', words);
      }
      // Of one notice: its contact has others, and they are not to wait for it.
      log.error('notice could not be made', { notice: notice.id, ...errorFacts(thrown) });
      return new DeliveryError('permanent', 'the notice could not be made; the log says why');
    }
  }

  return {
    async dispatch(signal) {
      const due = await dueContacts(db, timestamp(clock));
      for (const contactId of due) {
        if (underWay.size >= mostAtOnce || signal.aborted) return;
        if (underWay.has(contactId)) continue;
        const telling = tell(contactId, signal)
          .catch((thrown: unknown) => {
            log.error('contact could not be told', { contact: contactId, ...errorFacts(thrown) });
          })
          .finally(() => underWay.delete(contactId));
        underWay.set(contactId, telling);
      }
    },
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay.values());
    },
  };
}

function digestFor(notice: DueNotice, { settings }: CourierPorts): Digest {
  return digestOf(NoticeFacts.parse(JSON.parse(notice.about)), {
    repository: notice.repository,
    file: notice.file,
    receiver: settings.url,
  });
}

async function deliver(
  { id, kind, address, format, contact_id: contactId }: DueNotice,
  digest: Digest,
  { keyring, settings }: CourierPorts,
  { signal, ...limits }: { readonly signal: AbortSignal; readonly timeoutMs?: number },
): Promise<void> {
  if (address === null) throw new DeliveryError('permanent', 'the contact was removed');
  if (kind === 'webhook') {
    await sendWebhook(
      {
        url: new Secret(keyring.openText(address, contactAad(contactId))),
        format: format ?? 'generic',
        body: chatBody(format ?? 'generic', digest),
      },
      { signal, reach: settings.notices?.webhooks ?? 'public', ...limits },
    );
    return;
  }
  const mail = settings.notices?.mail;
  if (mail === undefined) {
    const words = 'no mail can be sent: CERTFERRY_SMTP_URL and CERTFERRY_MAIL_FROM are not set';
    throw new DeliveryError('permanent', words);
  }
  await sendMail({ ...mail, ...limits }, { to: address, mail: mailOf(digest), id }, signal);
}

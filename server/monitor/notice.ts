import type { NoticeFacts } from '../../shared/notice/facts.ts';
import { listed } from '../../shared/tls/answer.ts';
import { enqueueNotice } from '../notices/enqueue.ts';
import { daysLeft } from './ladder.ts';
import type { MonitorEvent, Tell } from './tell.ts';

/** Tells contacts of an event by a notice, in the transaction that marks its alarms told. */
export const tellAsNotice: Tell = async (trx, event) => {
  const about = noticeFacts(event);
  if (about === undefined) return;
  const { repositoryId, file, task, key, now } = event;
  await enqueueNotice(trx, { repositoryId, file, task, dedupKey: key, about, now });
};

/** Undefined: notices have no words for it; the log and the dashboard show it. */
export function noticeFacts(event: MonitorEvent): NoticeFacts | undefined {
  const { kind, hosts, certificate, deployed, words, seenAt, now } = event;
  switch (kind) {
    case 'expiring':
    case 'expired': {
      const { fingerprint, notAfter = null, name } = certificate ?? {};
      if (fingerprint === undefined || notAfter === null) return undefined;
      return {
        kind: 'expiry',
        hosts: [...hosts],
        certificate: name ?? null,
        fingerprint,
        notAfter,
        daysLeft: daysLeft(new Date(notAfter), now),
      };
    }
    case 'not-deployed':
    case 'newer':
    case 'unreachable': {
      if (deployed === null) return undefined;
      return {
        kind: 'not-deployed',
        host: listed(hosts),
        resource: deployed.resource,
        deployed: { fingerprint: deployed.fingerprint, notAfter: deployed.notAfter },
        served:
          certificate === null
            ? null
            : { fingerprint: certificate.fingerprint, notAfter: certificate.notAfter },
        why: words,
        seenAt,
      };
    }
    case 'not-yet-valid':
    case 'wrong-name':
    case 'chain':
      return undefined;
  }
}

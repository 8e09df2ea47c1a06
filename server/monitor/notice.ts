import type { EndpointProblem, NoticeFacts } from '../../shared/notice/facts.ts';
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

/** Undefined: it is about a deployment of others, whose contacts are told. */
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
      if (deployed === null) return undefined;
      return {
        kind: 'not-deployed',
        host: listed(hosts),
        resource: deployed.resource,
        deployed: knownOf(deployed),
        served: certificate === null ? null : knownOf(certificate),
        why: words,
        seenAt,
      };
    case 'newer':
      if (deployed === null || certificate === null) return undefined;
      return {
        kind: 'newer',
        hosts: [...hosts],
        resource: hosts.length === 1 ? deployed.resource : null,
        deployed: knownOf(deployed),
        served: knownOf(certificate),
        seenAt,
      };
    case 'unreachable':
    case 'not-yet-valid':
    case 'wrong-name':
    case 'chain':
      return endpointFacts(event, kind);
  }
}

/** So many hosts are named in one notice; the total counts all. */
const mostPlaces = 200;

function endpointFacts(
  { places, certificate, deployed, seenAt }: MonitorEvent,
  problem: EndpointProblem,
): NoticeFacts {
  return {
    kind: 'endpoint',
    problem,
    places: places.slice(0, mostPlaces).map(({ host, why }) => ({ host, why })),
    total: places.length,
    resource: places.length === 1 ? (deployed?.resource ?? null) : null,
    served: certificate === null ? null : knownOf(certificate),
    seenAt,
  };
}

const knownOf = ({
  fingerprint,
  notAfter,
}: {
  readonly fingerprint: string;
  readonly notAfter: string | null;
}) => ({ fingerprint, notAfter });

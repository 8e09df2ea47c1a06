import type { Handle } from '../database/open.ts';
import type { Delivery } from '../database/schema.ts';
import { problems } from '../problem.ts';
import type { Answer } from './adapter.ts';
import { factsOfEvent } from './event.ts';
import type { CanonicalEvent, EventType } from './event.ts';
import type { GroupCommit } from './group-commit.ts';
import type { Arrived, BundleContent, CertificateArrived, Incoming } from './incoming.ts';
import { createPlacing } from './placing.ts';
import type { Placement } from './placing.ts';

export interface IntakeStore {
  /** What this delivery was answered with before; throws 409 where the id came with something else. */
  repeated(sourceId: string, deliveryId: string, digest: string): Answer | undefined;
  /** Stores it, or finds that it is stored. Resolves when that is durable. */
  record(incoming: Incoming): Promise<Answer>;
  /** Others have written to the tables: what is remembered of them may be wrong. */
  forget(): void;
  /** What `record` would store and answer. Stores nothing. */
  rehearse(incoming: Incoming): { readonly event: CanonicalEvent | null; readonly answer: Answer };
}

interface Judged {
  readonly event: CanonicalEvent | null;
  readonly answer: Answer;
  readonly fingerprint: string | null;
  readonly placement: Placement | undefined;
  readonly arrived: Arrived | undefined;
}

type Known = Pick<Delivery, 'response' | 'body_sha256'>;

export function createIntakeStore(
  writer: Handle,
  commits: GroupCommit,
  certificateArrived: CertificateArrived,
): IntakeStore {
  const placing = createPlacing(writer);
  const findDelivery = writer.prepare<[string, string], Known>(
    'select response, body_sha256 from deliveries where source_id = ? and delivery_id = ?',
  );
  const insertDelivery = writer.prepare(
    `insert into deliveries (id, source_id, delivery_id, body_sha256, received_at, status, response,
        fingerprint, event)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (source_id, delivery_id) do nothing`,
  );

  /** False: the sender has used the id before. */
  function insert(incoming: Incoming, { answer, event, fingerprint }: Judged): boolean {
    const { changes } = insertDelivery.run(
      incoming.id,
      incoming.source.id,
      incoming.deliveryId,
      incoming.digest,
      incoming.receivedAt.toISOString(),
      answer.status,
      JSON.stringify(answer.body),
      fingerprint,
      event === null ? null : JSON.stringify(event),
    );
    return changes === 1;
  }

  function repeated(sourceId: string, deliveryId: string, digest: string): Answer | undefined {
    const known = findDelivery.get(sourceId, deliveryId);
    if (known === undefined) return undefined;
    if (known.body_sha256 !== digest) {
      throw problems.conflict('this delivery id came before with something else');
    }
    const body: unknown = JSON.parse(known.response);
    return { status: 200, body: { ...(typeof body === 'object' ? body : {}), duplicate: true } };
  }

  function judge(incoming: Incoming): Judged {
    const { id, content, source, receivedAt } = incoming;
    const nothing = { fingerprint: null, placement: undefined, arrived: undefined };
    switch (content.kind) {
      case 'ignored': {
        const answer = { status: 200, body: { id, ignored: content.reason } };
        return { ...nothing, event: null, answer };
      }
      case 'hearsay': {
        const event = eventOf(incoming, content.type, {});
        const answer = { status: 202, body: { id, fingerprint: null, duplicate: false } };
        return { ...nothing, event, answer };
      }
      case 'revoked': {
        const { fingerprint } = content;
        const event = eventOf(incoming, 'certificate.revoked', {});
        const answer = { status: 202, body: { id, fingerprint, duplicate: false } };
        return { ...nothing, fingerprint, event, answer };
      }
      case 'bundle': {
        const { bundle } = content;
        const placement = placing.find(incoming, content);
        const { name, outcome, current } = placement;
        const fingerprint = bundle.facts.sha256;
        if (outcome === 'known') {
          const answer = { status: 200, body: { id, fingerprint, duplicate: true, name } };
          return { event: null, answer, fingerprint, placement, arrived: undefined };
        }
        // One that is valid later is announced when its time has come.
        const valid = bundle.facts.notBefore <= receivedAt;
        const mayStart = content.deploys && current;
        const starts = mayStart && valid;
        const body = {
          id,
          fingerprint,
          duplicate: false,
          name,
          current,
          deploys: starts,
          ...(mayStart && !valid ? { deploysAt: bundle.facts.notBefore.toISOString() } : {}),
          key: content.key.said,
          warnings: content.warnings,
        };
        return {
          event: eventOf(incoming, typeOf(content, placement), { placement, content }),
          answer: { status: 202, body },
          fingerprint,
          placement,
          arrived: starts ? { fingerprint, name, entityId: source.entity_id } : undefined,
        };
      }
    }
  }

  return {
    repeated,
    rehearse(incoming) {
      const { event, answer } = judge(incoming);
      return { event, answer };
    },
    record: (incoming) =>
      commits.submit((transaction, begin) => {
        const { content, source, deliveryId, digest, receivedAt } = incoming;
        let judged: Judged;
        try {
          judged = judge(incoming);
        } catch (refusal) {
          const before = repeated(source.id, deliveryId, digest);
          if (before === undefined) throw refusal;
          return before;
        }
        const { answer, placement, arrived } = judged;
        const writesMore =
          content.kind === 'revoked' || (placement?.outcome ?? 'known') !== 'known';
        if (writesMore) begin();
        if (!insert(incoming, judged)) {
          return repeated(source.id, deliveryId, digest) ?? answer;
        }
        if (content.kind === 'revoked') {
          placing.revoke(content.fingerprint, source, receivedAt.toISOString());
        }
        if (content.kind === 'bundle' && placement !== undefined && writesMore) {
          placing.write(incoming, content, placement);
        }
        if (arrived === undefined) return answer;
        return certificateArrived(transaction, arrived).then(() => answer);
      }),
    forget: () => placing.forget(),
  };
}

/** Another certificate in place of one that is there was renewed, whatever its sender calls that. */
function typeOf({ type }: BundleContent, { replaces }: Placement): EventType {
  if (type === 'certificate.uploaded' || replaces === null) return type;
  return 'certificate.renewed';
}

const keyOfEvent = {
  none: 'none',
  dropped: 'external',
  sealed: 'sealed',
  stored: 'stored',
} as const;

function eventOf(
  incoming: Incoming,
  type: EventType,
  more: { readonly placement?: Placement; readonly content?: BundleContent },
): CanonicalEvent {
  const { source, receivedAt, at, auth, content } = incoming;
  const { placement, content: bundled } = more;
  const received = receivedAt.toISOString();
  const { ref = null, ...about } = content.kind === 'hearsay' ? content.about : {};
  return {
    type,
    id: incoming.id,
    source: {
      name: source.name,
      kind: source.kind,
      auth,
      delivery_id: incoming.deliveryId,
      received_at: received,
    },
    timestamp: at?.toISOString() ?? received,
    data: {
      certificate:
        bundled !== undefined
          ? factsOfEvent(bundled.bundle)
          : content.kind === 'hearsay'
            ? { ...about, verified: false }
            : null,
      kind: source.certificate_type,
      lineage: placement?.name ?? null,
      replaces_fingerprint_sha256: placement?.replaces ?? null,
      material: {
        chain: bundled === undefined ? 'none' : 'stored',
        private_key: keyOfEvent[bundled?.key.said ?? 'none'],
        ref: bundled?.ref ?? ref,
      },
    },
  };
}

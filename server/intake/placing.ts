import type { Handle } from '../database/open.ts';
import type { StoredCertificate } from '../database/schema.ts';
import { Problem, problems } from '../problem.ts';
import type { Bundle } from './bundle.ts';
import type { BundleContent, Incoming } from './incoming.ts';
import { nameSet } from './names.ts';

/** Where a certificate that came belongs. */
export interface Placement {
  readonly name: string;
  /**
   * `completed`: it was here without its key, or with half a chain. `copy`: it is another entity's, and
   * the sender showed that it has the key too.
   */
  readonly outcome: 'new' | 'completed' | 'known' | 'copy';
  /** The one that the name stood for until now. */
  readonly replaces: string | null;
  /** No newer one of its name is here. False: it is stored, and superseded already, or it was known. */
  readonly current: boolean;
}

type Row = Pick<
  StoredCertificate,
  'fingerprint' | 'entity_id' | 'source_id' | 'name' | 'type' | 'key_form'
> & {
  readonly repository_id: string | null;
  readonly chain_length: number;
};

interface Newest {
  readonly fingerprint: string;
  readonly not_before: string;
  readonly not_after: string;
}

export interface Placing {
  /** Reads only. Throws a `Problem` where it has no name, or belongs to somebody else. */
  find(incoming: Incoming, content: BundleContent): Placement;
  write(incoming: Incoming, content: BundleContent, placement: Placement): void;
  revoke(fingerprint: string, source: Incoming['source'], at: string): void;
  /** Others have written: what is remembered of certificates may be wrong. */
  forget(): void;
}

/** Senders repeat themselves: certificates that a source could add nothing to, by both. */
const mostRemembered = 1000;

const otherOwner = () =>
  new Problem({
    status: 409,
    code: 'OTHER_OWNER',
    title: 'The certificate belongs to another entity or repository',
    detail: 'download it there, and send it from here with its private key',
  });

/** JSON of what is kept about a certificate besides its own columns. */
function factsJson(bundle: Bundle): string {
  return JSON.stringify({
    ...bundle.facts,
    nameSet: nameSet(bundle.facts),
    spkiSha256: bundle.spkiSha256,
    issuerSha256: bundle.issuerSha256,
    signatureAlgorithm: bundle.signatureAlgorithm,
    selfSigned: bundle.selfSigned,
    chainComplete: bundle.chainComplete,
  });
}

/** Whether a certificate that is here gains by what came: a key, a whole chain, a better type. */
function brings(row: Row, source: Incoming['source'], { bundle, key }: BundleContent): boolean {
  if (row.key_form === 'none' && key.form !== 'none') return true;
  if (row.type === 'uploaded' && source.certificate_type === 'issued') return true;
  const length = bundle.chain.reduce((sum, pem) => sum + pem.length, 0);
  return bundle.chainComplete && length > row.chain_length;
}

/** Order of the certificates of one name: the later it begins, then the later it ends. Never arrival. */
const isNewer = (one: Newest, other: Newest): boolean =>
  one.not_before !== other.not_before
    ? one.not_before > other.not_before
    : one.not_after !== other.not_after
      ? one.not_after > other.not_after
      : one.fingerprint > other.fingerprint;

export function createPlacing(writer: Handle): Placing {
  const findRow = writer.prepare<[string], Row>(
    `select c.fingerprint, c.entity_id, c.source_id, c.name, c.type, c.key_form, s.repository_id,
        length(c.chain_pem) as chain_length
      from certificates c left join sources s on s.id = c.source_id where c.fingerprint = ?`,
  );
  const isVerified = writer.prepare<[string], { readonly verified: number }>(
    'select verified from entities where id = ?',
  );
  const findCopy = writer.prepare<[string, string], object>(
    'select 1 from certificate_copies where fingerprint = ? and entity_id = ?',
  );
  const findName = writer.prepare<[string, string, string], { readonly name: string }>(
    `select name from certificates where entity_id = ? and source_id = ?
      and json_extract(facts, '$.nameSet') = ? order by received_at desc limit 1`,
  );
  const findNewest = writer.prepare<[string, string, string], Newest>(
    `select fingerprint, not_before, not_after from certificates
      where entity_id = ? and name = ? and not_after > ?
        and not exists (select 1 from certificate_revocations r
          where r.fingerprint = certificates.fingerprint and r.entity_id = certificates.entity_id)
      order by not_before desc, not_after desc, fingerprint desc limit 1`,
  );
  const isRevoked = writer.prepare<[string, string], object>(
    'select 1 from certificate_revocations where fingerprint = ? and entity_id = ?',
  );
  const insert = writer.prepare<Record<string, unknown>>(
    `insert into certificates (fingerprint, entity_id, source_id, name, type, facts, chain_pem,
        not_before, not_after, key_form, key_data, key_id, received_at)
      values (@fingerprint, @entity_id, @source_id, @name, @type, @facts, @chain_pem,
        @not_before, @not_after, @key_form, @key_data, @key_id, @received_at)`,
  );
  const addKey = writer.prepare<Record<string, unknown>>(
    `update certificates set key_form = @key_form, key_data = @key_data, key_id = @key_id
      where fingerprint = @fingerprint and key_form = 'none'`,
  );
  const mendChain = writer.prepare<[string, string, string, number]>(
    `update certificates set chain_pem = ?, facts = ?
      where fingerprint = ? and length(chain_pem) < ?`,
  );
  // A verified issuance is the better knowledge: what counted as uploaded is issued from now on.
  const setIssued = writer.prepare<[string, string]>(
    `update certificates set type = 'issued', source_id = ?
      where fingerprint = ? and type = 'uploaded'`,
  );
  const insertCopy = writer.prepare<[string, string, string, string]>(
    `insert into certificate_copies (fingerprint, entity_id, reason, created_at) values (?, ?, ?, ?)
      on conflict do nothing`,
  );
  const insertRevocation = writer.prepare<[string, string, string, string]>(
    `insert into certificate_revocations (fingerprint, entity_id, source_id, revoked_at)
      values (?, ?, ?, ?) on conflict do nothing`,
  );

  const known = new Map<string, string>();
  const knownKey = ({ source }: Incoming, { bundle, key }: BundleContent) =>
    `${bundle.facts.sha256}/${source.id}/${key.form}/${bundle.chain.length}`;

  function remember(key: string, name: string): Placement {
    if (known.size >= mostRemembered) known.clear();
    known.set(key, name);
    return { name, outcome: 'known', replaces: null, current: false };
  }

  function belongsHere(row: Row, source: Incoming['source']): boolean {
    if (row.entity_id !== source.entity_id) return false;
    if (row.repository_id === null || row.repository_id === source.repository_id) return true;
    return isVerified.get(source.entity_id)?.verified === 1;
  }

  function nameOf({ source }: Incoming, { bundle, lineage }: BundleContent): string {
    const name =
      lineage ??
      findName.get(source.entity_id, source.id, nameSet(bundle.facts))?.name ??
      bundle.defaultName;
    if (name === undefined) {
      throw problems.invalid('lineage: a certificate of IP addresses only has to be given a name');
    }
    return name;
  }

  return {
    find(incoming, content) {
      const { source, receivedAt } = incoming;
      const { facts } = content.bundle;
      const key = knownKey(incoming, content);
      const remembered = known.get(key);
      if (remembered !== undefined) {
        return { name: remembered, outcome: 'known', replaces: null, current: false };
      }
      const row = findRow.get(facts.sha256);
      const name = row?.name ?? nameOf(incoming, content);
      if (row !== undefined && !belongsHere(row, source)) {
        if (!content.key.proven) throw otherOwner();
        const isCopied = findCopy.get(row.fingerprint, source.entity_id) !== undefined;
        if (isCopied) return { name, outcome: 'known', replaces: null, current: false };
        return { name, outcome: 'copy', replaces: null, current: true };
      }
      if (row !== undefined && !brings(row, source, content)) return remember(key, name);
      const own = {
        fingerprint: facts.sha256,
        not_before: facts.notBefore.toISOString(),
        not_after: facts.notAfter.toISOString(),
      };
      const newest = findNewest.get(source.entity_id, name, receivedAt.toISOString());
      const other = newest?.fingerprint === own.fingerprint ? undefined : newest;
      const current =
        (other === undefined || isNewer(own, other)) &&
        isRevoked.get(own.fingerprint, source.entity_id) === undefined;
      const outcome = row === undefined ? 'new' : 'completed';
      return { name, outcome, replaces: other?.fingerprint ?? null, current };
    },

    write({ source, receivedAt }, { bundle, key }, { name, outcome }) {
      const { sha256: fingerprint, notBefore, notAfter } = bundle.facts;
      const keyColumns = { key_form: key.form, key_data: key.data, key_id: key.keyId };
      switch (outcome) {
        case 'known':
          return;
        case 'copy': {
          const reason = `sent with its key by the source ${source.name}`;
          insertCopy.run(fingerprint, source.entity_id, reason, receivedAt.toISOString());
          return;
        }
        case 'new':
          insert.run({
            fingerprint,
            entity_id: source.entity_id,
            source_id: source.id,
            name,
            type: source.certificate_type,
            facts: factsJson(bundle),
            chain_pem: bundle.chain.join(''),
            not_before: notBefore.toISOString(),
            not_after: notAfter.toISOString(),
            ...keyColumns,
            received_at: receivedAt.toISOString(),
          });
          return;
        case 'completed':
          if (key.form !== 'none') addKey.run({ ...keyColumns, fingerprint });
          if (bundle.chainComplete) {
            const chain = bundle.chain.join('');
            mendChain.run(chain, factsJson(bundle), fingerprint, chain.length);
          }
          if (source.certificate_type === 'issued') setIssued.run(source.id, fingerprint);
      }
    },

    revoke(fingerprint, source, at) {
      insertRevocation.run(fingerprint, source.entity_id, source.id, at);
    },

    forget() {
      known.clear();
    },
  };
}

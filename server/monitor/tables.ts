import type { Generated, Selectable } from 'kysely';

import type { CertificateType, KeyType } from '../../shared/core/model.ts';

/** Tables of what was deployed, of what is watched, and of what was served. */
export interface MonitorTables {
  deployed: DeployedTable;
  deployed_domains: DeployedDomainTable;
  watched_hosts: WatchedHostTable;
  watch_reasons: WatchReasonView;
  watched_endpoints: EndpointTable;
  probes: ProbeTable;
  alarms: AlarmTable;
}

/** A certificate that a run has proven on a resource; an SNI list may hold several. */
export interface DeployedTable {
  id: string;
  repository_id: string;
  file: string;
  task: string;
  resource: string;
  /** Name in the deployment file. */
  certificate: string;
  certificate_type: CertificateType;
  key_type: KeyType;
  /** Null: it was put back to one that the cloud does not describe, so nothing is compared. */
  fingerprint: string | null;
  not_before: string | null;
  not_after: string | null;
  /** What it has replaced, where that is known. */
  replaced: string | null;
  /** JSON array, in the order of the report. */
  domains: string;
  /** JSON array of the ports where handshakes reach the resource; null: not known, so 443 is asked. */
  ports: string | null;
  /** When it was proven last. */
  at: string;
  /** Since when it is this certificate: edges may still serve another one shortly afterwards. */
  since: string;
}

/** The domains again, to be looked up by. */
export interface DeployedDomainTable {
  deployed_id: string;
  domain: string;
}

/** Hosts under `monitor:` of a deployment file on the default branch. */
export interface WatchedHostTable {
  repository_id: string;
  file: string;
  host: string;
  port: number;
  registered_at: string;
}

/** A view: why a host is watched, by files that still say so, in repositories that are not disabled. */
export interface WatchReasonView {
  host: string;
  port: number;
  repository_id: string;
  file: string;
  /** Name of the task that deployed to it; null: the file lists it under `monitor:`. */
  task: string | null;
  deployed_id: string | null;
}

/** How an endpoint was found the last time it was asked. */
export type EndpointState =
  /** Not asked yet. */
  | 'new'
  | 'ok'
  /** A deployment may not have reached every edge yet. */
  | 'settling'
  /** Something to know, nothing to mend. */
  | 'notice'
  | 'alarm'
  /** No answer, once. */
  | 'silent'
  /** No answer, more than once. */
  | 'unreachable'
  /** A wildcard below which DNS has no name: there is nobody to ask. */
  | 'skipped';

/** A name and a port where a handshake shows what is served. */
export interface EndpointTable {
  id: string;
  /** May begin with `*.`. */
  host: string;
  port: number;
  created_at: string;
  /** Nobody asks for it any more. */
  retired_at: string | null;
  due_at: string;
  /** Somebody is asking it until then at most; null: nobody. */
  probing_until: string | null;
  state: EndpointState;
  /** What was found, in words. */
  words: string;
  /** Times in a row that nothing answered. */
  failures: number;
  probed_at: string | null;
  /** When it last showed a certificate, and the one of them that ends first. */
  served_at: string | null;
  fingerprint: string | null;
  issuer: string | null;
  not_before: string | null;
  not_after: string | null;
}

/** What one address answered at one time. */
export interface ProbeTable {
  id: Generated<number>;
  endpoint_id: string;
  at: string;
  /** `203.0.113.7:443`; null: the name led nowhere. */
  address: string | null;
  fingerprint: string | null;
  issuer: string | null;
  not_after: string | null;
  /** What this machine's authorities say of the chain; null: no certificate was shown. */
  chain: ChainVerdict | null;
  error: string | null;
}

export type ChainVerdict =
  | 'trusted'
  | 'self-signed'
  /** Only the leaf was sent, and its issuer is not known here. */
  | 'incomplete'
  /** A certificate above the leaf has ended. */
  | 'ended'
  /** It leads to no authority that is known here. */
  | 'untrusted'
  /** The leaf is out of its time, or the server breaks off before it can be told. */
  | 'not-judged';

export const alarmKinds = [
  'not-deployed',
  'newer',
  'expiring',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'chain',
  'unreachable',
] as const;
export type AlarmKind = (typeof alarmKinds)[number];

/** Something that contacts are told. At most one per endpoint and kind is not resolved. */
export interface AlarmTable {
  id: string;
  /** Null: it is about a certificate that is kept here, wherever that is served. */
  endpoint_id: string | null;
  /** Of the certificate that it is about. */
  fingerprint: string | null;
  kind: AlarmKind;
  level: 'notice' | 'alarm';
  state: 'open' | 'acknowledged' | 'resolved';
  /** What makes it the same thing as before: who has acknowledged it hears of another one. */
  cause: string;
  /** Of `expiring`: the days before the end that were reached. */
  rung: number | null;
  words: string;
  opened_at: string;
  /** When it became what it is now. */
  changed_at: string;
  /** 1: contacts are still to be told of it as it is now. */
  pending: number;
  told_at: string | null;
  acknowledged_at: string | null;
  acknowledged_by: string | null;
  resolved_at: string | null;
}

export type DeployedRow = Selectable<DeployedTable>;
export type EndpointRow = Selectable<EndpointTable>;
export type ProbeRow = Selectable<ProbeTable>;
export type AlarmRow = Selectable<AlarmTable>;

import { createIdentity } from '../tls/identity.ts';
import type { Service, Site } from './hosts.ts';
import { ids } from './ids.ts';
import type { Account, Caller, StoredCertificate } from './model.ts';
import { createServing, type Serving } from './serving.ts';
import type { Settings } from './settings.ts';
import { type LeafFacts, leafFacts, readChain } from './x509.ts';

/** A part of the regions of CLB. https://cloud.tencent.com/document/api/214/30661 */
const defaultRegions: Readonly<Record<Site, readonly string[]>> = {
  cn: ['ap-guangzhou', 'ap-shanghai', 'ap-beijing', 'ap-hongkong', 'ap-singapore', 'na-ashburn'],
  intl: ['ap-singapore', 'ap-hongkong', 'ap-tokyo', 'eu-frankfurt', 'na-ashburn', 'ap-guangzhou'],
};

export interface NewCertificate {
  readonly alias?: string;
  readonly type?: StoredCertificate['type'];
  readonly source?: StoredCertificate['source'];
  readonly projectId?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** It has been there for long: visible at once. */
  readonly settled?: boolean;
  readonly id?: string;
}

/** All state of the simulated cloud, and the few rules that more than one service follows. */
export interface World {
  readonly settings: Settings;
  readonly now: () => number;
  readonly accounts: Map<string, Account>;
  readonly callers: Map<string, Caller>;
  openAccount(uin: string, site: Site): Account;
  /** Who sends an unsigned request, in an account that nothing else sees. */
  nobody(): Caller;
  /** Puts a certificate into the store. The material must be good: uploads check it before. */
  store(
    account: Account,
    material: { readonly pem: string; readonly key: string | undefined },
    options?: NewCertificate,
  ): StoredCertificate;
  /** As CDN, CLB and WAF see it: once it is visible. */
  findCertificate(account: Account, id: string): StoredCertificate | undefined;
  serve<T>(initial: T): Serving<T>;
}

function emptyAccount(uin: string, site: Site): Account {
  return {
    uin,
    appId: 1_250_000_000 + (Number(uin.slice(-6)) % 1_000_000),
    site,
    regions: new Map(defaultRegions[site].map((name) => [name, 'AVAILABLE'])),
    certificates: new Map(),
    cdn: new Map(),
    loadBalancers: new Map(),
    tasks: new Map(),
    waf: new Map(),
    deletions: new Map(),
    useTasks: new Map(),
    otherUses: new Map(),
    roles: new Map(),
    flags: { realName: true, cdnActivated: true, cdnSuspended: false, sslServiceRole: true },
  };
}

function chainFacts(pem: string): readonly LeafFacts[] {
  const facts = (readChain(pem) ?? []).map(leafFacts).filter((one) => one !== undefined);
  if (facts.length === 0) throw new Error('a stored certificate must be readable');
  return facts;
}

export function createWorld(settings: Settings, now: () => number): World {
  const accounts = new Map<string, Account>();
  return {
    settings,
    now,
    accounts,
    callers: new Map(),

    openAccount(uin, site) {
      const account = accounts.get(uin) ?? emptyAccount(uin, site);
      accounts.set(uin, account);
      return account;
    },

    nobody: () => ({
      secretId: '',
      secretKey: '',
      session: undefined,
      account: emptyAccount('0', 'cn'),
      arn: 'anonymous',
      userId: 'anonymous',
      principalId: 'anonymous',
      type: 'CAMUser',
      deny: new Set(),
      active: true,
    }),

    store(account, { pem, key }, options = {}) {
      const chain = chainFacts(pem);
      const [facts] = chain;
      if (facts === undefined) throw new Error('a chain has a leaf');
      const at = now();
      const certificate: StoredCertificate = {
        id: options.id ?? ids.certificate(),
        account,
        type: options.type ?? 'SVR',
        alias: options.alias ?? '',
        pem,
        key,
        identity: key === undefined ? undefined : createIdentity(pem, key),
        facts,
        chain,
        insertedAt: at,
        visibleAt: options.settled === true ? at : at + settings.visibilityMs,
        source: options.source ?? 'upload',
        projectId: options.projectId ?? 0,
        tags: new Map(Object.entries(options.tags ?? {})),
        ignoresExpiry: false,
        revoked: false,
      };
      account.certificates.set(certificate.id, certificate);
      return certificate;
    },

    findCertificate(account, id) {
      const found = account.certificates.get(id);
      return found !== undefined && found.visibleAt <= now() ? found : undefined;
    },

    serve: (initial) => createServing(initial, { serveDelayMs: () => settings.serveDelayMs, now }),
  };
}

/** The least page size of what is asked, documented and set. */
export function pageLimit(
  { settings }: World,
  service: Service,
  asked: number | undefined,
  { byDefault, maximum }: { readonly byDefault: number; readonly maximum: number },
): number {
  return Math.min(asked ?? byDefault, maximum, settings.pageSizes[service] ?? Infinity);
}

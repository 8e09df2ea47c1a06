import { createPropagation, type Propagation } from '../tls/propagation.ts';
import { ids } from './ids.ts';
import type { Account, Caller, Partition, Region, StoredCertificate } from './model.ts';
import type { Settings } from './settings.ts';
import { identityOf, leafFacts, type Material } from './x509.ts';

/** Regions of a partition that every account may use without opting in (a part of the real list). */
const defaultRegions: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    'us-east-1',
    'us-east-2',
    'us-west-1',
    'us-west-2',
    'eu-west-1',
    'eu-central-1',
    'ap-southeast-1',
    'ap-northeast-1',
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-west-1', 'us-gov-east-1'],
};

/** Where the global services of a partition sign. https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const homeRegions: Readonly<
  Record<Partition, { readonly cloudfront: string; readonly iam: string; readonly account: string }>
> = {
  aws: { cloudfront: 'us-east-1', iam: 'us-east-1', account: 'us-east-1' },
  'aws-cn': { cloudfront: 'cn-northwest-1', iam: 'cn-north-1', account: 'cn-northwest-1' },
  'aws-us-gov': {
    cloudfront: 'us-gov-west-1',
    iam: 'us-gov-west-1',
    account: 'us-gov-west-1',
  },
};

/** All state of the simulated cloud, and the few rules that more than one service follows. */
export interface World {
  readonly settings: Settings;
  readonly now: () => number;
  readonly accounts: Map<string, Account>;
  readonly callers: Map<string, Caller>;
  openAccount(id: string, partition: Partition): Account;
  regionOf(account: Account, name: string): Region;
  /** Who sends an unsigned request, in an account that nothing else sees. */
  nobody(): { readonly account: Account; readonly region: Region; readonly caller: Caller };
  /** Makes a certificate object; the store it goes into is the caller's business. */
  createCertificate(material: Material, place: NewCertificate): StoredCertificate;
  /** The ACM or IAM certificate of this account by ARN, once it is visible; `region`: where ACM is asked. */
  findCertificate(account: Account, region: string, arn: string): StoredCertificate | undefined;
  /**
   * The resource uses exactly these certificates from now on. ACM notices after the association lag,
   * or at once when it is said to have been so for long.
   */
  associate(
    resource: string,
    certificates: readonly (StoredCertificate | undefined)[],
    when?: 'settled',
  ): void;
  /** Resources that use it, as ACM knows it by now. */
  inUseBy(certificate: StoredCertificate): readonly string[];
  serve<T>(initial: T): Propagation<T>;
  /** Tells every endpoint that uses the certificate that its content is another. */
  readonly onReplaced: ((certificate: StoredCertificate) => void)[];
}

export interface NewCertificate {
  readonly arn: string;
  readonly store: 'acm' | 'iam';
  readonly region: string | null;
  readonly iam?: StoredCertificate['iam'];
  readonly tags?: Readonly<Record<string, string>>;
  readonly type?: StoredCertificate['type'];
  readonly managedBy?: 'CLOUDFRONT';
  readonly origin?: StoredCertificate['origin'];
  /** It has been there for long: visible at once. */
  readonly settled?: boolean;
}

function emptyAccount(id: string, partition: Partition): Account {
  return {
    id,
    partition,
    regionStatus: new Map(defaultRegions[partition].map((name) => [name, 'ENABLED_BY_DEFAULT'])),
    regions: new Map(),
    roles: new Map(),
    serverCertificates: new Map(),
    distributions: new Map(),
    tenants: new Map(),
  };
}

export function createWorld(settings: Settings, now: () => number): World {
  const accounts = new Map<string, Account>();
  const inUse = new Map<string, Set<StoredCertificate>>();

  const world: World = {
    settings,
    now,
    accounts,
    callers: new Map(),
    onReplaced: [],

    openAccount(id, partition) {
      const account = accounts.get(id) ?? emptyAccount(id, partition);
      accounts.set(id, account);
      return account;
    },

    nobody() {
      const account = emptyAccount('000000000000', 'aws');
      const caller: Caller = {
        accessKeyId: '',
        secretAccessKey: '',
        session: undefined,
        account: account.id,
        arn: 'anonymous',
        userId: 'anonymous',
        deny: new Set(),
        assumed: false,
        active: true,
      };
      return { account, caller, region: world.regionOf(account, 'us-east-1') };
    },

    regionOf(account, name) {
      let region = account.regions.get(name);
      if (region === undefined) {
        region = {
          name,
          account,
          certificates: new Map(),
          loadBalancers: new Map(),
          listeners: new Map(),
          classic: new Map(),
          imports: [],
        };
        account.regions.set(name, region);
      }
      return region;
    },

    createCertificate(material, place) {
      const at = now();
      return {
        arn: place.arn,
        store: place.store,
        region: place.region,
        iam: place.iam,
        material,
        facts: leafFacts(material.leaf),
        identity: identityOf(material),
        createdAt: at,
        importedAt: at,
        visibleAt: place.settled === true ? at : at + settings.visibilityMs,
        tags: new Map(Object.entries(place.tags ?? {})),
        type: place.type ?? 'IMPORTED',
        managedBy: place.managedBy,
        origin: place.origin ?? 'CUSTOMER_PROVIDED',
        uses: new Map(),
      };
    },

    findCertificate(account, region, arn) {
      const found =
        account.regions.get(region)?.certificates.get(arn) ??
        account.serverCertificates.values().find((certificate) => certificate.arn === arn);
      return found !== undefined && found.visibleAt <= now() ? found : undefined;
    },

    associate(resource, certificates, when) {
      const before = inUse.get(resource) ?? new Set();
      const after = new Set(certificates.filter((certificate) => certificate !== undefined));
      const at = now() + (when === 'settled' ? 0 : settings.associationLagMs);
      for (const certificate of before.difference(after)) {
        const last = certificate.uses.get(resource)?.at(-1);
        if (last !== undefined) last.until = at;
      }
      for (const certificate of after.difference(before)) {
        const spans = certificate.uses.get(resource) ?? [];
        certificate.uses.set(resource, [...spans, { from: at, until: undefined }]);
      }
      inUse.set(resource, after);
    },

    inUseBy(certificate) {
      const known = now();
      return [...certificate.uses]
        .filter(([, spans]) =>
          spans.some(({ from, until }) => from <= known && (until === undefined || until > known)),
        )
        .map(([resource]) => resource);
    },

    serve: (initial) => createPropagation(initial, { delayMs: () => settings.serveDelayMs, now }),
  };
  return world;
}

export function certificateArn(region: Region): string {
  return `arn:${region.account.partition}:acm:${region.name}:${region.account.id}:certificate/${ids.uuid()}`;
}

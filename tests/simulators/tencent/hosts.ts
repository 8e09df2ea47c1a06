export type Service = 'ssl' | 'cdn' | 'clb' | 'waf' | 'sts' | 'region';
/** The Chinese and the international site are separate account systems with hosts of their own. */
export type Site = 'cn' | 'intl';

/** One version each. https://cloud.tencent.com/document/api */
export const versions: Readonly<Record<Service, string>> = {
  ssl: '2019-12-05',
  cdn: '2018-06-06',
  clb: '2018-03-17',
  waf: '2018-01-25',
  sts: '2018-08-13',
  region: '2022-06-27',
};

const services: ReadonlySet<string> = new Set(Object.keys(versions));

function isService(name: string): name is Service {
  return services.has(name);
}

export function serviceOfVersion(version: string): Service | undefined {
  return Object.keys(versions)
    .filter(isService)
    .find((service) => versions[service] === version);
}

export type Host =
  | {
      readonly kind: 'name';
      readonly service: Service;
      readonly site: Site;
      readonly region?: string;
    }
  /** Only a test does this; the version says which service is meant. */
  | { readonly kind: 'address'; readonly label: string };

const named =
  /^(?<service>[a-z]+)(?<intl>\.intl)?(?:\.(?<region>[a-z]{2}-[a-z0-9-]+))?\.tencentcloudapi\.com$/u;

export function withoutPort(host: string): string {
  return host.replace(/:\d+$/u, '');
}

/** What a `Host` header asks for; undefined: nothing of Tencent Cloud is called that. */
export function parseHost(header: string): Host | undefined {
  const name = withoutPort(header).toLowerCase();
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(name)) {
    return { kind: 'address', label: name.split('.')[0] ?? '' };
  }
  const groups = named.exec(name)?.groups;
  const service = groups?.['service'] ?? '';
  if (!isService(service)) return undefined;
  const region = groups?.['region'];
  const site = groups?.['intl'] === undefined ? 'cn' : 'intl';
  return { kind: 'name', service, site, ...(region === undefined ? {} : { region }) };
}

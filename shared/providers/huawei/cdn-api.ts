import { pMapIterable } from 'p-map';

import { DeployError } from '../../core/errors.ts';
import type { Json } from '../../core/model.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { wireCode } from './failure.ts';
import type { Login } from './login.ts';
import type { cdnActions } from './policy.ts';
import { CdnCertificates, CdnConfig, CdnDomains, CdnStatus, Done } from './schema.ts';
import type { CdnCertificate, CdnConfigs, CdnDomain } from './schema.ts';

type Action = ActionOf<typeof cdnActions>;

interface Page<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** Pages that are asked for at the same time, once the first one says how many there are. */
const pagesAtOnce = 8;

/** Every item of a numbered list, page by page. A list that ends before its own total throws. */
export async function* numbered<T>(
  what: string,
  read: (page: number) => Promise<Page<T>>,
): AsyncGenerator<readonly T[]> {
  const first = await read(1);
  yield first.items;
  let { total } = first;
  let listed = first.items.length;
  const count = listed === 0 ? 1 : Math.ceil(total / listed);
  const rest = Array.from({ length: Math.max(0, count - 1) }, (_, index) => index + 2);
  for await (const page of pMapIterable(rest, read, { concurrency: pagesAtOnce })) {
    ({ total } = page);
    listed += page.items.length;
    yield page.items;
  }
  if (listed >= total) return;
  throw new DeployError(
    'CLOUD_UNEXPECTED',
    `the list of ${what} ended after ${listed} of ${total}`,
  );
}

/**
 * The calls of CDN, which is global. Each has a limit of its own: what may go out at once and what
 * follows in a minute stay below it together, with a reserve for others.
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 */
export function createCdnApi(login: Login) {
  const asking = (limits: Parameters<Login['caller']>[0]) =>
    login.ask<Action>('cdn', null, login.caller(limits));
  // 50 a second; 15 a second; 300 a minute; 200 a minute.
  const list = asking({ concurrency: 8, perSecond: 35, burst: 10 });
  const listCertificates = asking({ concurrency: 8, perSecond: 10, burst: 5 });
  const readConfig = asking({ concurrency: 16, perSecond: 3.2, burst: 100 });
  const writeConfig = asking({ concurrency: 16, perSecond: 2.4, burst: 50 });

  /** The enterprise project of each domain, as far as it was listed. */
  const projects = new Map<string, string>();
  const everywhere = 'all';
  const configPath = (domain: string) => `/v1.1/cdn/configuration/domains/${domain}/configs`;

  async function domainPage(query: Readonly<Record<string, string>>, call: Call) {
    const { total, domains } = await list(
      {
        action: 'cdn:configuration:queryDomains',
        doing: 'listing CDN domains',
        method: 'GET',
        path: '/v1.0/cdn/domains',
        query: { enterprise_project_id: everywhere, ...query },
      },
      CdnDomains,
      call,
    );
    for (const { domain_name, enterprise_project_id: project } of domains) {
      if (project !== undefined && project !== null && project !== '') {
        projects.set(domain_name, project);
      }
    }
    return { total, items: domains };
  }

  /**
   * In the domain's own enterprise project where it is known: grants may be limited to it. A login that
   * may not say "all", or a domain that has moved, is asked for once more with the other.
   */
  async function inProject<T>(
    domain: string,
    run: (enterprise: { readonly enterprise_project_id: string }) => Promise<T>,
    call: Call,
  ): Promise<T> {
    const known = projects.get(domain);
    try {
      return await run({ enterprise_project_id: known ?? everywhere });
    } catch (thrown) {
      if (wireCode(thrown) !== 'CDN.00010182') throw thrown;
      await domainPage({ domain_name: domain, exact_match: 'true' }, call);
      const found = projects.get(domain);
      const other = found === known ? everywhere : found;
      if (other === undefined || other === (known ?? everywhere)) throw thrown;
      return await run({ enterprise_project_id: other });
    }
  }

  function domains(call: Call): AsyncGenerator<readonly CdnDomain[]> {
    return numbered(
      'CDN domains',
      async (page) => await domainPage({ page_size: '1000', page_number: String(page) }, call),
    );
  }

  return {
    domains,

    /** The certificate of every domain that serves HTTPS: far fewer calls than a configuration each. */
    certificates: (call: Call): AsyncGenerator<readonly CdnCertificate[]> =>
      numbered('CDN certificates', async (page) => {
        const { total, https } = await listCertificates(
          {
            action: 'cdn:configuration:queryHttpsConf',
            doing: 'listing the certificates of CDN domains',
            method: 'GET',
            path: '/v1.0/cdn/domains/https-certificate-info',
            query: {
              enterprise_project_id: everywhere,
              page_size: '200',
              page_number: String(page),
            },
          },
          CdnCertificates,
          call,
        );
        return { total, items: https };
      }),

    /** `online`, `configuring`, … of every domain at once. */
    async statuses(call: Call): Promise<ReadonlyMap<string, string>> {
      const found = new Map<string, string>();
      for await (const page of domains(call)) {
        for (const { domain_name, domain_status } of page) found.set(domain_name, domain_status);
      }
      return found;
    },

    async status(domain: string, call: Call): Promise<string> {
      const read = async (query: Readonly<Record<string, string>>) =>
        await list(
          {
            action: 'cdn:configuration:queryDomains',
            doing: `reading the status of CDN domain ${domain}`,
            method: 'GET',
            path: `/v1.0/cdn/configuration/domains/${domain}`,
            query,
          },
          CdnStatus,
          call,
        );
      return (await inProject(domain, read, call)).domain.domain_status;
    },

    async config(domain: string, call: Call): Promise<CdnConfigs> {
      const read = async (query: Readonly<Record<string, string>>) =>
        await readConfig(
          {
            action: 'cdn:configuration:queryHttpsConf',
            doing: `reading CDN domain ${domain}`,
            method: 'GET',
            path: configPath(domain),
            query,
          },
          CdnConfig,
          call,
        );
      return (await inProject(domain, read, call)).configs;
    },

    /** Writes the `https` member and nothing else: every other member of the configuration is kept. */
    async writeHttps(domain: string, https: Json, call: Call): Promise<void> {
      const write = async (query: Readonly<Record<string, string>>) =>
        await writeConfig(
          {
            action: 'cdn:configuration:modifyHttpsConf',
            doing: `setting the certificate of CDN domain ${domain}`,
            method: 'PUT',
            path: configPath(domain),
            query,
            body: { configs: { https } },
          },
          Done,
          call,
          { final: ['CLOUD_UNAVAILABLE', 'RESOURCE_BUSY'], brings: 'certificate' },
        );
      await inProject(domain, write, call);
    },
  };
}
export type CdnApi = ReturnType<typeof createCdnApi>;

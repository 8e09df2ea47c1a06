import { DeployError, errorFacts } from '../../core/errors.ts';
import type { ErrorFacts } from '../../core/errors.ts';
import type { Target } from '../../core/model.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connected, Connection, Place, Product, Provider } from '../provider.ts';
import { createCertificateStore } from './certificate-store.ts';
import { createCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { TencentSettings } from './spec.ts';
import { confine, defaultTiming } from './wiring.ts';
import type { Timing } from './wiring.ts';

type Gap = Place & { readonly error: ErrorFacts };

const regional: Target = 'tencent/clb';

async function cdn(login: Login, certificates: Certificates): Promise<readonly Product[]> {
  const { createCdn } = await import('./cdn.ts');
  return [createCdn(login, certificates)];
}

/** One product per region of WAF, so that one that cannot be read hides nothing of the other. */
async function waf(login: Login, certificates: Certificates): Promise<readonly Product[]> {
  const { createWaf, wafRegions } = await import('./waf.ts');
  return wafRegions.map((region) => createWaf(login, { region, certificates }));
}

async function clb(
  login: Login,
  { account }: Connection,
  certificates: Certificates,
  call: Call,
): Promise<Connected> {
  let regions = account.regions;
  if (regions === undefined) {
    try {
      regions = await (await import('./regions.ts')).listRegions(login, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'CANCELLED') throw error;
      const gap: Gap = { target: regional, region: null, error: errorFacts(error) };
      return { products: [], gaps: [gap] };
    }
  }
  const { createClb } = await import('./clb.ts');
  const products = [...new Set(regions)].map((region) =>
    createClb(login, { region, certificates }),
  );
  return { products, gaps: [] };
}

/** Tencent Cloud. Retries, rates and deadlines are ours; `timing` is shortened by tests. */
export function createTencentProvider(timing: Timing = defaultTiming): Provider {
  return {
    async connect(connection, call) {
      const settings = TencentSettings.parse(connection.account.settings);
      const endpoint = settings.endpoint === undefined ? undefined : new URL(settings.endpoint);
      const wiring = {
        clock: connection.clock,
        timing,
        site: settings.site,
        agents: confine(createAgents(connection.proxy), endpoint),
        endpoint,
      };
      const login = await logIn(settings, connection, wiring, call);
      const certificates = createCertificates(login);
      const targets = new Set(connection.targets);
      const products: Product[] = [];
      const gaps: Gap[] = [];
      if (targets.has('tencent/cdn')) products.push(...(await cdn(login, certificates)));
      if (targets.has(regional)) {
        const connected = await clb(login, connection, certificates, call);
        products.push(...connected.products);
        gaps.push(...connected.gaps);
      }
      if (targets.has('tencent/waf')) products.push(...(await waf(login, certificates)));
      // Every product binds certificates of the one store.
      return { products, gaps, stores: [createCertificateStore(login)] };
    },
  };
}

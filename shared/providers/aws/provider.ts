import { DeployError, errorFacts } from '../../core/errors.ts';
import type { ErrorFacts } from '../../core/errors.ts';
import type { Target } from '../../core/model.ts';
import { createAgents } from '../../runtime/proxy.ts';
import type { Call, Connected, Connection, Place, Product, Provider } from '../provider.ts';
import { cleanUpStores } from './clean-up.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { foreignRegion } from './partition.ts';
import { createServices } from './services.ts';
import type { Services } from './services.ts';
import { AwsSettings } from './spec.ts';
import { createStores } from './stores.ts';
import type { Stores } from './stores.ts';
import { defaultTiming } from './wiring.ts';
import type { Timing } from './wiring.ts';

type Gap = Place & { readonly error: ErrorFacts };

const global: Target = 'aws/cloudfront';

/** What the products of one account share. */
interface Shared {
  readonly stores: Stores;
  readonly services: Services;
}

async function cloudFront(login: Login, { stores, services }: Shared): Promise<Connected> {
  if (login.partition.cloudFront === null) {
    const message = `CloudFront is not run from the partition "${login.partition.id}": name an account of the commercial partition for it`;
    return {
      products: [],
      gaps: [{ target: global, region: null, error: { code: 'CONFIG_INVALID', message } }],
    };
  }
  const { createCloudFront } = await import('./cloudfront.ts');
  const distributions = await services.distributions();
  return { products: [createCloudFront(login, { stores, distributions })], gaps: [] };
}

/** The regional products of one region; each loads its client only when it is asked for. */
async function regional(
  login: Login,
  {
    targets,
    region,
    stores,
    services,
  }: Shared & { readonly targets: readonly Target[]; readonly region: string },
): Promise<Connected> {
  const products: Product[] = [];
  const error = foreignRegion(region, login.partition);
  if (error !== undefined) {
    return { products, gaps: targets.map((target) => ({ target, region, error })) };
  }
  const newer = targets.filter((target) => target === 'aws/alb' || target === 'aws/nlb');
  if (newer.length > 0) {
    const [{ createElbv2 }, api] = await Promise.all([
      import('./elbv2.ts'),
      services.loadBalancers(region),
    ]);
    products.push(...newer.map((target) => createElbv2(login, { target, region, api, stores })));
  }
  if (targets.includes('aws/clb')) {
    const [{ createClassic }, api] = await Promise.all([
      import('./classic.ts'),
      services.classic(region),
    ]);
    products.push(createClassic(login, { region, api, stores }));
  }
  return { products, gaps: [] };
}

async function regionsOf(
  { account }: Connection,
  login: Login,
  call: Call,
): Promise<readonly string[] | ErrorFacts> {
  if (account.regions !== undefined) return account.regions;
  try {
    return await (await import('./regions.ts')).listRegions(login, call);
  } catch (thrown) {
    const error = DeployError.from(thrown);
    if (error.code === 'CANCELLED') throw error;
    return errorFacts(error);
  }
}

/** AWS. Retries, rates and deadlines are ours; `timing` is shortened by tests. */
export function createAwsProvider(timing: Timing = defaultTiming): Provider {
  return {
    async connect(connection, call) {
      const settings = AwsSettings.parse(connection.account.settings);
      const wiring = {
        clock: connection.clock,
        timing,
        agents: createAgents(connection.proxy),
        // With a slash at the end the SDK would ask for //2020-05-31/distribution.
        endpoint: settings.endpoint?.replace(/\/+$/u, ''),
      };
      const login = await logIn(settings, connection, wiring, call);
      const shared: Shared = { stores: createStores(login), services: createServices(login) };
      const targets = [...new Set(connection.targets)];
      const inRegions = targets.filter((target) => target !== global);
      const products: Product[] = [];
      const gaps: Gap[] = [];
      const connected: string[] = [];
      const take = (part: Connected) => {
        products.push(...part.products);
        gaps.push(...part.gaps);
      };
      if (targets.includes(global)) take(await cloudFront(login, shared));
      if (inRegions.length > 0) {
        const regions = await regionsOf(connection, login, call);
        if ('code' in regions) {
          gaps.push(...inRegions.map((target) => ({ target, region: null, error: regions })));
        } else {
          for (const region of new Set(regions)) {
            const part = await regional(login, { ...shared, targets: inRegions, region });
            if (part.products.length > 0) connected.push(region);
            take(part);
          }
        }
      }
      const stores = cleanUpStores(login, { ...shared, targets, regions: connected });
      return { products, gaps, stores };
    },
  };
}

import { DeployError, errorFacts } from '../../core/errors.ts';
import type { ErrorFacts } from '../../core/errors.ts';
import type { CertificateStore, Place, Product, Provider } from '../provider.ts';
import { logIn } from './login.ts';
import type { Login } from './login.ts';
import { HuaweiSettings } from './spec.ts';
import { defaultTiming } from './wiring.ts';
import type { Timing } from './wiring.ts';

type Gap = Place & { readonly error: ErrorFacts };

const named =
  'name the regions of the account under "regions:" and their projects under "project_ids:"';

/** Regions to read: those of the file, else every one that the account has a project in. */
function regionsOf(
  { project_ids = {} }: HuaweiSettings,
  regions: readonly string[] | undefined,
  { projects }: Login,
): readonly string[] | ErrorFacts {
  if (regions !== undefined) return [...new Set(regions)];
  if (projects instanceof DeployError) {
    return { code: projects.code, message: `${projects.message}; ${named}` };
  }
  const found = [...new Set([...projects.keys(), ...Object.keys(project_ids)])].sort();
  return found.length > 0
    ? found
    : { code: 'CONFIG_INVALID', message: `this login has no project in any region; ${named}` };
}

function projectOf(
  region: string,
  { project_ids }: HuaweiSettings,
  { projects }: Login,
): string | ErrorFacts {
  const given = project_ids?.[region];
  if (given !== undefined) return given;
  if (projects instanceof DeployError) return errorFacts(projects);
  return (
    projects.get(region) ?? {
      code: 'CONFIG_INVALID',
      message: `this login has no project called "${region}": is that the region's name, and is it in use? Else name its project under "project_ids:"`,
    }
  );
}

/** Huawei Cloud, without any package of its own. `timing` is shortened by tests. */
export function createHuaweiProvider(timing: Timing = defaultTiming): Provider {
  return {
    async connect(connection, call) {
      const { account } = connection;
      const settings = HuaweiSettings.parse(account.settings);
      const login = await logIn(settings, connection, timing, call);
      const products: Product[] = [];
      const gaps: Gap[] = [];
      // CDN keeps certificates in its domains only.
      const stores: CertificateStore[] = [];
      if (connection.targets.includes('huawei/cdn')) {
        products.push((await import('./cdn.ts')).createCdn(login));
      }
      if (connection.targets.includes('huawei/elb')) {
        const target = 'huawei/elb';
        const { createElb } = await import('./elb.ts');
        const { createElbApi } = await import('./elb-api.ts');
        const { createElbStore } = await import('./elb-store.ts');
        const regions = regionsOf(settings, account.regions, login);
        if ('code' in regions) gaps.push({ target, region: null, error: regions });
        else {
          for (const region of regions) {
            const projectId = projectOf(region, settings, login);
            if (typeof projectId !== 'string') {
              gaps.push({ target, region, error: projectId });
              continue;
            }
            const project = { region, projectId };
            const api = createElbApi(login, project);
            products.push(createElb(login, project, api));
            stores.push(createElbStore(login, project, api));
          }
        }
      }
      return { products, gaps, stores };
    },
  };
}

import type { Target } from '../../core/model.ts';
import type { Call, CertificateStore } from '../provider.ts';
import type { Login } from './login.ts';
import type { Services } from './services.ts';
import type { Stores } from './stores.ts';
import { joined, readUses } from './uses.ts';
import type { Places } from './uses.ts';

type Objects = Pick<CertificateStore, 'list' | 'remove'>;

/** Loads its client when it is first used. */
function lazy(
  about: Pick<CertificateStore, 'account' | 'label' | 'region'>,
  load: () => Promise<Objects>,
): CertificateStore {
  let loaded: Promise<Objects> | undefined;
  const objects = async () => await (loaded ??= load());
  return {
    ...about,
    list: async (call) => await (await objects()).list(call),
    remove: async (ref, call) => {
      await (await objects()).remove(ref, call);
    },
  };
}

/**
 * The stores that these targets put certificate objects into: ACM of every region in use and of the
 * one that CloudFront reads, and IAM where it is used in place of ACM.
 */
export function cleanUpStores(
  login: Login,
  {
    targets,
    regions,
    stores,
    services,
  }: {
    readonly targets: readonly Target[];
    /** Of the regional targets: those that are connected. */
    readonly regions: readonly string[];
    readonly stores: Stores;
    readonly services: Services;
  },
): readonly CertificateStore[] {
  const { globalRegion, cloudFront } = login.partition;
  const account = login.name;
  const usesIn = (places: (call: Call) => Promise<Places>) =>
    joined(async (call) => await readUses(services, await places(call), call));

  const acm = (region: string) =>
    lazy({ account, label: 'ACM', region }, async () => {
      const { createAcmObjects } = await import('./acm-objects.ts');
      const places = {
        regions: [region],
        cloudFront: cloudFront === 'acm' && region === globalRegion,
      };
      return createAcmObjects(login, {
        region,
        callers: stores.acmCallers(region),
        facts: async (ref, call) => await stores.acm(region).facts(ref, call),
        uses: usesIn(async () => await Promise.resolve(places)),
      });
    });

  const iam = () =>
    lazy({ account, label: 'IAM server certificates', region: null }, async () => {
      const { createIamObjects } = await import('./iam-objects.ts');
      const { enabledRegions } = await import('./regions.ts');
      const uses = usesIn(async (call) => ({
        regions: await enabledRegions(login, call),
        cloudFront: cloudFront !== null,
      }));
      return createIamObjects(login, { uses });
    });

  const forCloudFront = targets.includes('aws/cloudfront') ? cloudFront : null;
  const acmRegions = new Set([...regions, ...(forCloudFront === 'acm' ? [globalRegion] : [])]);
  const inIam = forCloudFront === 'iam' || targets.includes('aws/clb');
  return [...[...acmRegions].map(acm), ...(inIam ? [iam()] : [])];
}

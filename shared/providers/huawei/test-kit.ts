import { expect } from 'vitest';

import { createIntermediate, createRoot, issue } from '../../../tests/pki.ts';
import type { Issued, IssueOptions } from '../../../tests/pki.ts';
import { startHuawei } from '../../../tests/simulators/huawei/huawei.ts';
import type { HuaweiOptions } from '../../../tests/simulators/huawei/huawei.ts';
import type { Settings } from '../../../tests/simulators/huawei/settings.ts';
import type {
  Attach,
  Binding,
  Domain,
  Material,
  Replace,
  Resource,
  Target,
} from '../../core/model.ts';
import { Secret } from '../../core/secret.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call, Connected, Connection, Product } from '../provider.ts';
import {
  attachEdit as attachDomains,
  fastClock,
  keptLog,
  replaceEdit as replaceDomains,
  single,
} from '../test-kit.ts';
import { createHuaweiProvider } from './provider.ts';
import type { Timing } from './wiring.ts';

/** The gateway's clock, against which signatures are held, goes as the client's does. */
function follow(settings: Settings, clock: Clock): void {
  let ahead = settings.clockOffsetMs;
  Object.defineProperty(settings, 'clockOffsetMs', {
    get: () => ahead + clock.now().getTime() - Date.now(),
    set: (offset: number) => {
      ahead = offset;
    },
  });
}

/** Load balancers name no domains of their own: an edit is about those of the certificates it replaces. */
export function replaceEdit(
  resource: Resource,
  material: Material,
  replaces: readonly Binding[] = resource.bindings,
): Replace {
  const domains = replaces.flatMap(({ facts }) => facts?.domains ?? []);
  return replaceDomains(resource, material, replaces, domains);
}

export function attachEdit(
  resource: Resource,
  material: Material,
  domains: readonly Domain[] = material.certificate.domains,
): Attach {
  return attachDomains(resource, material, domains);
}

const shortTiming: Timing = { deadlineMs: 5000, attempts: 6 };

export interface ConnectOptions {
  readonly targets: readonly Target[];
  readonly regions?: readonly string[] | undefined;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timing?: Partial<Timing>;
  readonly idToken?: Connection['idToken'];
  readonly clock?: Clock;
}

export const regionName = 'cn-north-4';

let authority: ReturnType<typeof makeAuthority> | undefined;

async function makeAuthority() {
  return await createIntermediate(await createRoot('Provider tests'), 'Provider tests EC');
}

async function newCertificate(
  domains: readonly string[],
  more: Partial<IssueOptions> = {},
): Promise<Issued> {
  return await issue(await (authority ??= makeAuthority()), { domains, ...more });
}

/** A simulated Huawei Cloud with one account, and ways to connect to it as the engine does. */
export async function openHuawei(options: HuaweiOptions = {}) {
  const huawei = await startHuawei(options);
  const clock = fastClock();
  follow(huawei.settings, clock);
  const account = huawei.account('shop');
  const key = account.accessKey();
  const log = keptLog();
  const call: Call = { signal: new AbortController().signal, log };
  const masked: string[] = [];
  const env: Record<string, string> = { HW_AK: key.accessKey, HW_SK: key.secretKey };
  function connectionFor(how: ConnectOptions): Connection {
    return {
      account: {
        name: 'prod',
        provider: 'huawei',
        regions: 'regions' in how ? how.regions : [regionName],
        settings: {
          endpoint: huawei.url,
          credentials: { access_key: { env: 'HW_AK' }, secret_key: { env: 'HW_SK' } },
          ...how.settings,
        },
      },
      targets: how.targets,
      secret: ({ env: name }) => new Secret(env[name] ?? ''),
      idToken: how.idToken,
      mask: (value) => masked.push(value),
      proxy: {},
      session: 'certferry-test',
      clock: how.clock ?? clock,
    };
  }

  async function connect(how: ConnectOptions, at: Call = call): Promise<Connected> {
    const provider = createHuaweiProvider({ ...shortTiming, ...how.timing });
    return await provider.connect(connectionFor(how), at);
  }

  return {
    huawei,
    account,
    key,
    project: account.project(regionName),
    call,
    log,
    env,
    masked,
    connect,
    /** The product of a target, when there is just one. */
    async product(target: Target, how: Partial<ConnectOptions> = {}): Promise<Product> {
      const { products, gaps } = await connect({ ...how, targets: [target] });
      expect(gaps).toEqual([]);
      return single(products);
    },
    issue: newCertificate,
    [Symbol.asyncDispose]: async () => {
      await huawei.close();
      expect(huawei.violations).toEqual([]);
    },
  };
}
export type OpenHuawei = Awaited<ReturnType<typeof openHuawei>>;

import type { BoundFacts } from '../../core/model.ts';
import { aside } from '../aside.ts';
import type { Call } from '../provider.ts';
import type { Holding } from '../room.ts';
import { acmCallers } from './acm-callers.ts';
import type { AcmCallers } from './acm-callers.ts';
import type { CertificateStore } from './certificates.ts';
import type { Login } from './login.ts';
import type { IamUse } from './server-certificates.ts';

/** The certificate stores of one account; each exists once and loads its client when first used. */
export interface Stores {
  acm(region: string): CertificateStore;
  iam(use: IamUse): CertificateStore;
  /** How full IAM is with server certificates; undefined where it does not tell. Asked once. */
  iamRoom(call: Call): Promise<Holding | undefined>;
  /** What all who call ACM in this region share. */
  acmCallers(region: string): AcmCallers;
}

function lazy(load: () => Promise<CertificateStore>): CertificateStore {
  let loaded: Promise<CertificateStore> | undefined;
  const store = async () => await (loaded ??= load());
  return {
    ensure: async (material, call) => await (await store()).ensure(material, call),
    facts: async (ref, call) => await (await store()).facts(ref, call),
    managedBy: async (ref, call) => await (await store()).managedBy(ref, call),
  };
}

export function createStores(login: Login): Stores {
  const known = new Map<string, CertificateStore>();
  const once = (key: string, load: () => Promise<CertificateStore>) => {
    const store = known.get(key) ?? lazy(load);
    known.set(key, store);
    return store;
  };
  const callers = new Map<string, AcmCallers>();
  const callersOf = (region: string) => {
    const found = callers.get(region) ?? acmCallers(login);
    callers.set(region, found);
    return found;
  };
  let room: Promise<Holding | undefined> | undefined;
  return {
    iamRoom: async (call) =>
      await (room ??= aside(
        async (within) =>
          await (await import('./iam-room.ts')).serverCertificateRoom(login, within),
        call,
      )),
    acmCallers: callersOf,
    acm: (region) =>
      once(`acm ${region}`, async () =>
        (await import('./certificates.ts')).createAcmStore(login, region, callersOf(region)),
      ),
    iam: (use) =>
      once(`iam ${use}`, async () =>
        (await import('./server-certificates.ts')).createIamStore(login, use),
      ),
  };
}

/** The facts of whatever a resource of this region binds: an ARN of ACM or IAM, an id of IAM. */
export async function boundFacts(
  stores: Stores,
  { ref, region, use }: { readonly ref: string; readonly region: string; readonly use: IamUse },
  call: Call,
): Promise<BoundFacts | null> {
  const inAcm = /^arn:[^:]+:acm:/u.test(ref);
  return await (inAcm ? stores.acm(region) : stores.iam(use)).facts(ref, call);
}

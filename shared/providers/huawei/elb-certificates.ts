import PQueue from 'p-queue';

import { DeployError } from '../../core/errors.ts';
import type { Material } from '../../core/model.ts';
import { memo } from '../../runtime/memo.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import type { ElbApi } from './elb-api.ts';
import { markIn, ourMarks } from './elb-marks.ts';
import type { BalancerKind } from './elb-marks.ts';
import type { Login } from './login.ts';
import { leafFacts, pairOf } from './pem.ts';
import type { Pair } from './pem.ts';
import type { ElbCertificate } from './schema.ts';

/** https://support.huaweicloud.com/intl/en-us/api-elb/CreateCertificate.html */
const limits = { chain: 65_536, key: 8192, certificates: 11 };

/** The object that a listener needs. */
export interface Wish {
  /** Names to answer for in an SNI list. */
  readonly names: readonly string[];
  /** True: exactly these names, because they stand in a list with others. */
  readonly exact: boolean;
  /** Null: the default one. */
  readonly enterpriseProject: string | null;
  readonly kind: BalancerKind;
}

export interface Ensured {
  readonly ref: string;
  /** It was made for this kind of load balancer, now or by an earlier run. */
  readonly fits: boolean;
}

/** How often an upload whose answer was lost is looked for and repeated. */
const rounds = 3;

/** The names that an object answers for in an SNI list. */
export function namesOf({ domain }: Pick<ElbCertificate, 'domain'>): readonly string[] {
  return (domain ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

/** Absent, `""` and `"0"` all mean the default enterprise project. */
export function enterpriseProjectOf({
  enterprise_project_id: id,
}: Pick<ElbCertificate, 'enterprise_project_id'>): string | null {
  return id === undefined || id === null || id === '' || id === '0' ? null : id;
}

/** Lower is better: made for this kind, of unknown origin, made for the other kind. */
function rank(certificate: ElbCertificate, kind: BalancerKind): number {
  const made = markIn(certificate)?.kind;
  if (made === kind) return 0;
  return made === undefined ? 1 : 2;
}

const sameNames = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((name) => b.includes(name));

/** The certificate objects of one region and project. */
export function createElbCertificates(login: Login, api: ElbApi) {
  const ensured = memo<Ensured>();
  /** One at a time per leaf, so that each wish finds what the one before has made. */
  const lines = new Map<string, PQueue>();

  async function find(sha256: string, wish: Wish, call: Call): Promise<Ensured | undefined> {
    const fitting: ElbCertificate[] = [];
    for await (const page of api.certificates(call)) {
      for (const one of page) {
        const fits =
          (one.type ?? 'server') === 'server' &&
          enterpriseProjectOf(one) === wish.enterpriseProject &&
          (!wish.exact || sameNames(namesOf(one), wish.names)) &&
          leafFacts(one.certificate)?.sha256 === sha256;
        if (fits) fitting.push(one);
      }
    }
    const [best] = fitting.sort(
      (a, b) => rank(a, wish.kind) - rank(b, wish.kind) || (a.id < b.id ? -1 : 1),
    );
    return best === undefined ? undefined : { ref: best.id, fits: rank(best, wish.kind) === 0 };
  }

  async function upload(
    { certificate: { name, sha256, domains } }: Material,
    pair: Pair,
    { names, enterpriseProject, kind }: Wish,
    call: Call,
  ): Promise<Ensured> {
    const ref = await api.create(
      name,
      {
        ...ourMarks({ subject: domains[0] ?? name, sha256, kind }),
        type: 'server',
        certificate: pair.chain,
        private_key: pair.key.reveal(),
        ...(names.length === 0 ? {} : { domain: names.join(',') }),
        ...(enterpriseProject === null ? {} : { enterprise_project_id: enterpriseProject }),
      },
      call,
    );
    call.log.info('certificate uploaded', { certificate: name, ref });
    return { ref, fits: true };
  }

  async function make(material: Material, wish: Wish, anew: boolean, call: Call): Promise<Ensured> {
    const pair = pairOf(material, limits);
    login.mask(pair.key.reveal());
    let mayFind = !anew;
    for (let round = 1; ; round += 1) {
      const found = mayFind ? await find(material.certificate.sha256, wish, call) : undefined;
      if (found !== undefined) return found;
      try {
        return await upload(material, pair, wish, call);
      } catch (thrown) {
        const lost = DeployError.from(thrown).code === 'CLOUD_UNAVAILABLE';
        if (!lost || round === rounds) throw thrown;
        mayFind = true;
        await pause(login.clock, 2000 * round, call);
      }
    }
  }

  async function inLine(material: Material, wish: Wish, anew: boolean, call: Call) {
    const { sha256 } = material.certificate;
    const line = lines.get(sha256) ?? new PQueue({ concurrency: 1 });
    lines.set(sha256, line);
    return await ensured.get(JSON.stringify([sha256, wish, anew]), () =>
      line.add(() => make(material, wish, anew, call)),
    );
  }

  return {
    /** Finds or makes the object for this leaf; once, however many listeners ask. */
    async ensure(material: Material, wish: Wish, call: Call): Promise<Ensured> {
      // Before anything is remembered: the key must belong to this very certificate each time.
      pairOf(material, limits);
      return await inLine(material, wish, false, call);
    },

    /** A second object for the same leaf, where the first is not accepted; once. */
    async another(material: Material, wish: Wish, call: Call): Promise<Ensured> {
      return await inLine(material, wish, true, call);
    },
  };
}
export type ElbCertificates = ReturnType<typeof createElbCertificates>;

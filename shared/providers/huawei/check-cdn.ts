import { DeployError } from '../../core/errors.ts';
import { tryEach } from '../../core/trial.ts';
import type { Trial } from '../../core/trial.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, PermissionCheck } from '../provider.ts';
import type { CdnApi } from './cdn-api.ts';
import { isAnswer, nowhere } from './check.ts';
import type { Login } from './login.ts';
import { cdnActions } from './policy.ts';
import { CdnCertificates, CdnDomains, Done } from './schema.ts';

type Action = ActionOf<typeof cdnActions>;
/** What there is a call for that needs nothing else. */
type Own =
  | 'cdn:configuration:modifyHttpsConf'
  | 'cdn:configuration:queryDomains'
  | 'cdn:configuration:queryHttpsConf';

const everywhere = { enterprise_project_id: 'all' };

/** How a call ended that needs several actions, of which the cloud may name one. */
type Joint =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'denied'; readonly message: string; readonly lacks: string | undefined }
  | { readonly kind: 'unclear'; readonly message: string };

async function joint(asking: Promise<unknown>, actions: readonly string[]): Promise<Joint> {
  try {
    await asking;
    return { kind: 'allowed' };
  } catch (thrown) {
    const error = DeployError.from(thrown);
    const { code, message } = error;
    if (code === 'CREDENTIALS_REJECTED' || code === 'CANCELLED') throw error;
    if (isAnswer(error)) return { kind: 'allowed' };
    if (code !== 'PERMISSION_MISSING') return { kind: 'unclear', message };
    const said = error.cause instanceof Error ? error.cause.message : '';
    const lacks = actions.find((action) => new RegExp(`${action}\\b`, 'u').test(said));
    return { kind: 'denied', message, lacks };
  }
}

/** What the calls with one action each, and the one with several, tell together of the latter's. */
function concluded(
  permission: string,
  call: Joint,
  { doing, own, needed }: { doing: string; own: readonly PermissionCheck[]; needed: boolean },
): PermissionCheck {
  if (call.kind === 'unclear') return { permission, state: 'unknown', message: call.message };
  if (call.kind === 'allowed') {
    if (needed) return { permission, state: 'granted', message: '' };
    const message = `no call asks for it alone; ${doing} is allowed, so nothing that it needs is missing`;
    return { permission, state: 'unknown', message };
  }
  const { lacks, message } = call;
  if (lacks === permission) return { permission, state: 'missing', message };
  const other = lacks ?? own.find(({ state }) => state !== 'granted')?.permission;
  if (other !== undefined) {
    return { permission, state: 'unknown', message: `not told while ${other} is missing` };
  }
  const words = needed
    ? `${doing} is denied, although everything else that it needs is granted`
    : `${doing} is denied, and Huawei Cloud does not say for lack of which action: this may be it`;
  return { permission, state: 'missing', message: `${words} (${message})` };
}

/**
 * Three actions have calls of their own. The full configuration needs several, and which is not
 * documented, so what it needs is concluded from whether it may be read and written.
 */
export async function checkCdn(
  login: Login,
  api: CdnApi,
  call: Call,
): Promise<readonly PermissionCheck[]> {
  const ask = login.ask<Action>(
    'cdn',
    null,
    login.caller({ concurrency: 4, perSecond: 5, burst: 4 }),
  );
  const { domain } = nowhere();
  const one = { ...everywhere, page_size: '1', page_number: '1' };
  const trials: Record<Own, Trial> = {
    'cdn:configuration:queryDomains': () =>
      ask(
        {
          action: 'cdn:configuration:queryDomains',
          doing: 'listing CDN domains',
          method: 'GET',
          path: '/v1.0/cdn/domains',
          query: one,
        },
        CdnDomains,
        call,
      ),
    'cdn:configuration:queryHttpsConf': () =>
      ask(
        {
          action: 'cdn:configuration:queryHttpsConf',
          doing: 'listing the certificates of CDN domains',
          method: 'GET',
          path: '/v1.0/cdn/domains/https-certificate-info',
          query: one,
        },
        CdnCertificates,
        call,
      ),
    // Takes several domains, and answers for each of them whether it was changed.
    'cdn:configuration:modifyHttpsConf': () =>
      ask(
        {
          action: 'cdn:configuration:modifyHttpsConf',
          doing: 'changing the HTTPS settings of CDN domains',
          method: 'PUT',
          path: '/v1.0/cdn/domains/config-https-info',
          query: everywhere,
          body: { https: { domain_name: domain, https_switch: 0 } },
        },
        Done,
        call,
      ),
  };
  const { read, write } = cdnActions;
  const declared: readonly Action[] = [...read, ...write];
  const ownOf = (actions: readonly Action[]) => actions.filter((action) => action in trials);
  const [own, reading, writing] = await Promise.all([
    tryEach(ownOf(declared), trials, isAnswer),
    joint(api.config(domain, call), read),
    joint(api.writeHttps(domain, { https_status: 'off' }, call), write),
  ]);
  const oneOf = (actions: readonly Action[]) =>
    own.filter(({ permission }) => actions.some((action) => action === permission));
  return declared.map((permission): PermissionCheck => {
    const found = own.find((check) => check.permission === permission);
    if (found !== undefined) return found;
    return permission === 'cdn:configuration:modifyOriginConfInfo'
      ? concluded(permission, writing, {
          doing: 'changing the configuration of a domain',
          own: oneOf(write),
          needed: true,
        })
      : concluded(permission, reading, {
          doing: 'reading the configuration of a domain',
          own: oneOf(read),
          needed: false,
        });
  });
}

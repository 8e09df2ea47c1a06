import { DeployError } from '../../core/errors.ts';
import type { FailureCode } from '../../core/errors.ts';
import { HuaweiFailure } from './failure.ts';

/** What the call was about: completes the messages. */
export interface About {
  /** The IAM action that the call needs. */
  readonly action: string;
  /**
   * What the call brings: a plain "invalid parameter" is about it. `certificate`: chain and key;
   * `binding`: which certificates a listener uses.
   */
  readonly brings?: 'certificate' | 'binding' | undefined;
}

/**
 * https://support.huaweicloud.com/intl/en-us/api-cdn/
 * https://support.huaweicloud.com/intl/en-us/api-elb/
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
 */
const codes: Readonly<Record<string, FailureCode>> = {
  'APIGW.0101': 'CONFIG_INVALID',
  'APIGW.0301': 'CREDENTIALS_REJECTED',
  'APIGW.0303': 'CREDENTIALS_REJECTED',
  'APIGW.0307': 'CREDENTIALS_REJECTED',
  'APIGW.0308': 'RATE_LIMITED',
  'APIG.0308': 'RATE_LIMITED',
  'APIGW.0310': 'REFUSED',
  'SYS.0401': 'CREDENTIALS_REJECTED',
  'PAP5.0001': 'PERMISSION_MISSING',

  'CDN.0000': 'CLOUD_UNAVAILABLE',
  'CDN.0002': 'CREDENTIALS_REJECTED',
  'CDN.0003': 'RESOURCE_GONE',
  'CDN.0004': 'PERMISSION_MISSING',
  'CDN.0020': 'PERMISSION_MISSING',
  'CDN.0021': 'PERMISSION_MISSING',
  'CDN.00010182': 'PERMISSION_MISSING',
  'CDN.00010198': 'PERMISSION_MISSING',
  'CDN.0102': 'REFUSED',
  'CDN.0105': 'RESOURCE_GONE',
  'CDN.0106': 'RESOURCE_BUSY',
  'CDN.0108': 'RESOURCE_GONE',
  'CDN.0114': 'REFUSED',
  'CDN.0115': 'REFUSED',
  'CDN.0116': 'REFUSED',
  'CDN.0141': 'REFUSED',
  'CDN.0142': 'REFUSED',
  'CDN.0143': 'REFUSED',
  'CDN.0145': 'RESOURCE_BUSY',
  'CDN.0163': 'REFUSED',
  'CDN.0170': 'RESOURCE_GONE',
  'CDN.0171': 'RESOURCE_GONE',
  'CDN.0402': 'CERTIFICATE_REJECTED',
  'CDN.0403': 'CERTIFICATE_REJECTED',
  'CDN.0404': 'CERTIFICATE_REJECTED',
  'CDN.0405': 'CERTIFICATE_REJECTED',
  'CDN.0406': 'CERTIFICATE_REJECTED',
  'CDN.0407': 'CERTIFICATE_REJECTED',
  'CDN.0408': 'CERTIFICATE_REJECTED',
  'CDN.0409': 'CERTIFICATE_REJECTED',
  'CDN.0410': 'CERTIFICATE_REJECTED',
  'CDN.0411': 'CERTIFICATE_REJECTED',
  'CDN.0412': 'CERTIFICATE_REJECTED',
  'CDN.0413': 'CERTIFICATE_REJECTED',
  'CDN.0414': 'CERTIFICATE_REJECTED',

  'ELB.1011': 'CERTIFICATE_REJECTED',
  'ELB.1103': 'CREDENTIALS_REJECTED',
  'ELB.5013': 'CERTIFICATE_REJECTED',
  'ELB.5020': 'RESOURCE_GONE',
  'ELB.5040': 'RESOURCE_GONE',
  'ELB.5151': 'QUOTA_EXHAUSTED',
  'ELB.6015': 'REFUSED',
  'ELB.8904': 'RESOURCE_GONE',
  'ELB.8905': 'QUOTA_EXHAUSTED',
  'ELB.8906': 'CLOUD_UNAVAILABLE',
  'ELB.8907': 'RESOURCE_BUSY',
  'ELB.8909': 'CERTIFICATE_REJECTED',
  'ELB.9801': 'PERMISSION_MISSING',
  'ELB.9802': 'PERMISSION_MISSING',
  'ELB.9803': 'PERMISSION_MISSING',
  'ELB.9804': 'PERMISSION_MISSING',
  'ELB.9807': 'QUOTA_EXHAUSTED',
};

/** What to do about it, where the cloud's own words do not say. */
const hints: Readonly<Record<string, string>> = {
  'CDN.00010182':
    'the domain belongs to an enterprise project that these credentials do not reach: grant them the actions there too',
  'CDN.0102': 'the domain has no valid ICP filing, which its service area demands',
  'CDN.0141': 'the domain has no valid ICP filing, which its service area demands',
  'CDN.0163':
    'Huawei has put special settings on this domain by hand, under which no change is possible; only a support ticket helps',
  'CDN.0410': 'the chain is incomplete: give all intermediates',
  'ELB.9802': 'is the project id that of this region and account?',
};

/** A plain "invalid parameter", by what the call brought. */
function invalid({ brings }: About): FailureCode {
  if (brings === 'certificate') return 'CERTIFICATE_REJECTED';
  return brings === 'binding' ? 'REFUSED' : 'CLOUD_UNEXPECTED';
}

function codeOf(failure: HuaweiFailure, about: About): FailureCode {
  const { status, wireCode = '' } = failure;
  if (about.action === 'sts:agencies:assumeWithOIDC' && isRefusal(status)) {
    return 'CREDENTIALS_REJECTED';
  }
  const known = codes[wireCode];
  if (known !== undefined) return known;
  if (wireCode === 'CDN.0001' || wireCode === 'ELB.8902') return invalid(about);
  // Before any status: resets, refused connections, failed look-ups, broken TLS.
  if (status === undefined) return 'CLOUD_UNAVAILABLE';
  if (status === 429) return 'RATE_LIMITED';
  if (status >= 500) return 'CLOUD_UNAVAILABLE';
  if (status === 401) return 'CREDENTIALS_REJECTED';
  // A proxy that blocks the address answers 403 too, but not in the cloud's form.
  if (status === 403 && wireCode !== '') return 'PERMISSION_MISSING';
  if (status === 409 && wireCode !== '') return 'RESOURCE_BUSY';
  if (status === 404 && wireCode !== '') return 'RESOURCE_GONE';
  return 'CLOUD_UNEXPECTED';
}

const isRefusal = (status = 0) => status >= 400 && status < 500 && status !== 429;

/** `elb:listeners:put`, as the message names it, else as the call needs it. */
function deniedAction(message: string, about: About): string {
  return /\b([a-z][a-z0-9-]*:[\w-]+:[\w-]+)\b/u.exec(message)?.[1] ?? about.action;
}

/** Their text may quote what was signed: only our own words are used. */
function credentialsMessage({ wireCode = '', status }: HuaweiFailure, about: About): string {
  const code = wireCode === '' ? `HTTP ${status ?? '?'}` : wireCode;
  if (about.action === 'sts:agencies:assumeWithOIDC') {
    return `Huawei Cloud does not take the OIDC token of this run (${code}): check the URNs, the provider's audience and the trust policy of the agency`;
  }
  if (wireCode === 'APIGW.0307') return `the security token has expired or is unknown (${code})`;
  const project = about.action.startsWith('elb:')
    ? 'the project id is not one of the account, '
    : '';
  return `Huawei Cloud does not accept the signature (${code}): ${project}the access key or the secret key is wrong or disabled, this machine's clock is off by more than 15 minutes, or a proxy changes the requests. Five wrong signatures in a row lock an access key for five minutes`;
}

function messageOf(code: FailureCode, failure: HuaweiFailure, about: About): string {
  const { message, status, wireCode = '' } = failure;
  const hint = hints[wireCode] === undefined ? '' : `; ${hints[wireCode]}`;
  const said = [wireCode, message].filter((text) => text !== '').join(': ') + hint;
  const id = failure.requestId === undefined ? '' : ` (request ${failure.requestId})`;
  switch (code) {
    case 'PERMISSION_MISSING':
      return `the credentials lack the permission ${deniedAction(message, about)} (${wireCode})${hint}${id}`;
    case 'CREDENTIALS_REJECTED':
      return credentialsMessage(failure, about);
    case 'CERTIFICATE_REJECTED':
      return `Huawei Cloud refuses the certificate: ${said}${id}`;
    case 'CLOUD_UNAVAILABLE':
      if (wireCode === 'ENOTFOUND') {
        return `${message}: there is no such address; is the region or the endpoint right?`;
      }
      return status === undefined ? said : `HTTP ${status} ${said}${id}`;
    case 'CLOUD_UNEXPECTED':
      if (wireCode !== '') return `${said}${id}`;
      return `the endpoint is not a Huawei Cloud API: HTTP ${status ?? '?'} with a body that is none of its replies${id}`;
    case 'CONFIG_INVALID':
    case 'RESOURCE_GONE':
    case 'QUOTA_EXHAUSTED':
    case 'REFUSED':
    case 'PLAN_STALE':
    case 'CANCELLED':
    case 'RESOURCE_BUSY':
    case 'RATE_LIMITED':
    case 'VERIFY_FAILED':
    case 'DRIFTED':
    case 'OUTCOME_UNKNOWN':
    case 'INTERNAL':
      return `${said}${id}`;
  }
}

/** Whatever a call threw, in our words. Its cause holds public facts only. */
export function toDeployError(thrown: unknown, about: About): DeployError {
  if (!(thrown instanceof HuaweiFailure)) return DeployError.from(thrown);
  const code = codeOf(thrown, about);
  const { wireCode, status, requestId, retryAfterMs } = thrown;
  // What is said of a login names the access key, or what was signed.
  const cause =
    code === 'CREDENTIALS_REJECTED'
      ? new HuaweiFailure({ message: '', wireCode, status, requestId, retryAfterMs })
      : thrown;
  return new DeployError(code, messageOf(code, thrown, about), { cause, retryAfterMs });
}

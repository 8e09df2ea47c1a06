import { createHash } from 'node:crypto';

import { parseDomain } from '../../shared/core/domain.ts';
import type { ErrorFacts } from '../../shared/core/errors.ts';
import type {
  Binding,
  Certificate,
  Domain,
  Edit,
  Finding,
  Fingerprint,
  Keep,
  Outcome,
  Plan,
  Proof,
  Refusal,
  Resource,
  Run,
  Target,
  TaskPlan,
} from '../../shared/core/model.ts';
import type { ReportContext } from '../../shared/report/json.ts';

export const dayMs = 86_400_000;
export const today = new Date('2026-11-25T08:00:00Z');

export function daysFromToday(days: number): Date {
  return new Date(today.getTime() + days * dayMs);
}

export function domain(name: string): Domain {
  const parsed = parseDomain(name);
  if (parsed === undefined) throw new Error(`not a domain: ${name}`);
  return parsed;
}

export function fingerprint(seed: string): Fingerprint {
  return createHash('sha256').update(seed).digest('hex') as Fingerprint;
}

/** A certificate of the deployment file, valid from yesterday for 89 days unless told otherwise. */
export function certificate(name: string, facts: Partial<Certificate> = {}): Certificate {
  const sha256 = facts.sha256 ?? fingerprint(`new ${name}`);
  return {
    name,
    type: 'uploaded',
    sha256,
    serial: sha256.slice(0, 32).toUpperCase(),
    subject: `CN=${name}.example.com`,
    issuer: "Let's Encrypt R11",
    domains: facts.domains ?? [domain(`${name}.example.com`), domain(`*.${name}.example.com`)],
    ips: [],
    notBefore: daysFromToday(-1),
    notAfter: daysFromToday(89),
    keyAlgorithm: 'rsa-2048',
    ...facts,
  };
}

/** A certificate as the cloud holds it today; ends in `endsIn` days. */
export function binding(seed: string, endsIn: number, issuer = "Let's Encrypt R10"): Binding {
  const sha256 = fingerprint(`old ${seed}`);
  return {
    slot: 'default',
    ref: `cert-${sha256.slice(0, 10)}`,
    facts: {
      sha256,
      serial: sha256.slice(0, 32).toUpperCase(),
      subject: null,
      issuer,
      domains: [],
      ips: [],
      notBefore: daysFromToday(endsIn - 90),
      notAfter: daysFromToday(endsIn),
      keyAlgorithm: 'rsa-2048',
    },
  };
}

export function resource(target: Target, name: string, facts: Partial<Resource> = {}): Resource {
  const account = `${target.split('/')[0] ?? ''}-prod`;
  const region = facts.region ?? null;
  return {
    id: [`${target}:${account}`, ...(region === null ? [] : [region]), name].join('/'),
    account,
    target,
    region,
    name,
    label: name,
    domains: parseDomain(name) === undefined ? [] : [domain(name)],
    slots: 'one',
    bindings: [],
    endpoints: [],
    reach: 'public',
    blocked: null,
    findings: [],
    lock: name,
    ...facts,
  };
}

function changeId(of: Resource, wanted: Certificate): string {
  return createHash('sha256').update(`${of.id} ${wanted.sha256}`).digest('hex').slice(0, 16);
}

function step(task: string, of: Resource, wanted: Certificate, inferred: boolean) {
  const id = changeId(of, wanted);
  const digest = createHash('sha256').update(id).digest('hex');
  const base = { id, task, resource: of, certificate: wanted, domains: of.domains, inferred };
  return { base: { ...base, choice: null }, digest };
}

export function keep(task: string, of: Resource, wanted: Certificate): Keep {
  const { sha256, serial, issuer, domains, ips, notBefore, notAfter, keyAlgorithm } = wanted;
  const facts = { sha256, serial, subject: null, issuer, domains, ips, notBefore, notAfter };
  return {
    ...step(task, of, wanted, false).base,
    kind: 'keep',
    bindings: [{ slot: 'default', ref: 'cert-kept', facts: { ...facts, keyAlgorithm } }],
  };
}

export function attach(task: string, of: Resource, wanted: Certificate): Edit {
  const { base, digest } = step(task, of, wanted, false);
  return { ...base, kind: 'attach', digest };
}

export function replace(
  task: string,
  of: Resource,
  wanted: Certificate,
  options: { readonly old?: readonly Binding[]; readonly inferred?: boolean } = {},
): Edit {
  const { base, digest } = step(task, of, wanted, options.inferred ?? false);
  const old = options.old ?? [binding(of.id, 12)];
  return { ...base, kind: 'replace', digest, replaces: old };
}

export function taskPlan(name: string, parts: Partial<TaskPlan> = {}): TaskPlan {
  const changes = parts.changes ?? [];
  const refusals = parts.refusals ?? [];
  const unmatched = parts.unmatched ?? [];
  return {
    name,
    deployAt: null,
    certificates: [],
    resources: changes.length + refusals.length + unmatched.length,
    changes,
    refusals,
    unmatched,
    certificatesWithoutMatch: [],
    allowUnmatched: false,
    gaps: [],
    findings: [],
    quota: {
      toConsume: changes.filter((change) => change.kind !== 'keep').length,
      balance: null,
    },
    ...parts,
  };
}

export function plan(tasks: readonly TaskPlan[], findings: readonly Finding[] = []): Plan {
  return { tasks, findings, digest: fingerprint('plan') };
}

export function context(parts: Partial<ReportContext> = {}): ReportContext {
  return {
    mode: 'preview',
    file: '.github/certferry.yml',
    commit: '3f2c9a7d1b5e8f60c4a2d9e7b1f3058c6a4d2e90',
    run: 'https://github.com/example/shop/actions/runs/17',
    startedAt: today,
    now: new Date(today.getTime() + 83_000),
    undo: (target) => target !== 'huawei/cdn',
    verdict: 'ready',
    exitCode: 0,
    ...parts,
  };
}

const products: readonly { readonly target: Target; readonly region: string | null }[] = [
  { target: 'tencent/cdn', region: null },
  { target: 'tencent/clb', region: 'ap-guangzhou' },
  { target: 'tencent/waf', region: null },
  { target: 'aws/cloudfront', region: null },
  { target: 'aws/alb', region: 'us-east-1' },
  { target: 'aws/nlb', region: 'ap-southeast-1' },
  { target: 'aws/clb', region: 'us-east-1' },
  { target: 'huawei/cdn', region: null },
  { target: 'huawei/elb', region: 'cn-north-4' },
];

/** Names, ids and labels in the forms that the clouds really use. */
export function sampleResource(index: number): Resource {
  const { target, region } = products[index % products.length] ?? {
    target: 'aws/alb',
    region: null,
  };
  const host = `${['www', 'api', 'static', 'pay', 'm', 'img'][index % 6] ?? 'www'}${index}.shop.example.com`;
  const facts = { region, domains: [domain(host)] };
  const hex = fingerprint(host);
  switch (target) {
    case 'tencent/clb':
      return resource(target, `lb-${hex.slice(0, 8)}/lbl-${hex.slice(8, 16)}`, {
        ...facts,
        label: `shop-edge (lb-${hex.slice(0, 8)}) HTTPS:443`,
        slots: 'sni',
      });
    case 'aws/cloudfront':
      return resource(target, `E${hex.slice(0, 13).toUpperCase()}`, {
        ...facts,
        domains: [domain(host), domain(`cdn-${host}`), domain(`eu-${host}`), domain(`ap-${host}`)],
      });
    case 'aws/alb':
    case 'aws/nlb': {
      const kind = target === 'aws/alb' ? 'app' : 'net';
      return resource(
        target,
        `arn:aws:elasticloadbalancing:${region ?? ''}:123456789012:listener/${kind}/shop/${hex.slice(0, 16)}/${hex.slice(16, 32)}`,
        { ...facts, label: `shop-${kind} HTTPS:443`, slots: 'sni' },
      );
    }
    default:
      return resource(target, host, facts);
  }
}

export const shop = certificate('shop');

const refused: ErrorFacts = {
  code: 'REFUSED',
  message:
    'replacing the certificate of legacy.shop.example.com: it drops old.shop.example.com, which the certificate served now covers; add the name to the certificate or exclude the resource',
};
const denied: ErrorFacts = {
  code: 'PERMISSION_MISSING',
  message:
    'listing load balancers of account "aws-prod" in eu-west-1: not allowed; grant elasticloadbalancing:DescribeLoadBalancers',
};

/** A preview with `edits` edits and, from ten edits on, something of everything else. */
export function samplePlan(edits: number): Plan {
  const task = 'shop-everywhere';
  const all = Array.from({ length: edits }, (_, index) => {
    const of = sampleResource(index);
    if (index % 11 === 10) return attach(task, of, shop);
    return replace(task, of, shop, {
      inferred: index % 9 === 5,
      old: [binding(of.id, 5 + (index % 40))],
    });
  });
  if (edits < 10) {
    const kept = keep(task, sampleResource(edits), shop);
    const changes = [...all, kept];
    return plan([taskPlan(task, { certificates: [shop], changes })]);
  }
  const kept = Array.from({ length: Math.ceil(edits / 10) }, (_, index) =>
    keep(task, sampleResource(edits + index), shop),
  );
  const unmatched = Array.from({ length: Math.ceil(edits / 6) }, (_, index) => {
    const of = resource('tencent/cdn', `blog${index}.other.example.org`);
    return { resource: of, reason: `no certificate of this task covers ${of.name}` };
  });
  const legacy = resource('aws/clb', 'legacy', { region: 'us-east-1', label: 'legacy HTTPS:443' });
  const refusals: readonly Refusal[] = [
    {
      edit: replace(task, { ...legacy, domains: [domain('legacy.shop.example.com')] }, shop),
      error: refused,
    },
  ];
  const findings: readonly Finding[] = [
    {
      code: 'DNS_ELSEWHERE',
      level: 'warning',
      subject: 'static2.shop.example.com',
      message:
        'DNS does not point at this resource: static2.shop.example.com answers 203.0.113.7, the resource is www.shop.example.com.cdn.dnsv1.com',
    },
    {
      code: 'SLOTS_NEARLY_FULL',
      level: 'notice',
      subject: 'shop-app HTTPS:443',
      message: 'the listener holds 24 of 25 certificates',
    },
  ];
  return plan([
    taskPlan(task, {
      certificates: [shop, certificate('api')],
      changes: [...all, ...kept],
      refusals,
      unmatched,
      findings,
      certificatesWithoutMatch: ['api'],
      gaps: [{ account: 'aws-prod', target: 'aws/alb', region: 'eu-west-1', error: denied }],
    }),
  ]);
}

/** A plan in which every text that comes from outside is this one. */
export function hostilePlan(text: string): Plan {
  const domains = [text as Domain, text as Domain, text as Domain];
  const evil = resource('aws/alb', text, { label: text, account: text, region: text, domains });
  const wanted = certificate(text, { issuer: text, domains });
  const old = [binding(text, 3, text)];
  const edit = { ...replace(text, evil, wanted, { old }), choice: text };
  const error: ErrorFacts = { code: 'REFUSED', message: text };
  const finding: Finding = { code: text, level: 'warning', subject: text, message: text };
  return plan(
    [
      taskPlan(text, {
        certificates: [wanted],
        changes: [edit, keep(text, evil, wanted)],
        refusals: [{ edit, error }],
        unmatched: [{ resource: evil, reason: text }],
        certificatesWithoutMatch: [text],
        findings: [finding],
        gaps: [{ account: text, target: 'aws/alb', region: text, error }],
      }),
    ],
    [finding],
  );
}

const proven: Proof = { accepted: true, readBack: true, served: true };

/** A run of the sample plan in which every fifth edit, from the fourth on, goes wrong in its own way. */
export function sampleRun(edits: number): Run {
  const of = samplePlan(edits);
  const failure: ErrorFacts = {
    code: 'VERIFY_FAILED',
    message:
      'waiting for pay3.shop.example.com: after 300 s the endpoint 198.51.100.4:443 still shows certificate 5a1be0c2 (ends 2026-12-08)',
  };
  const outcomes = of.tasks.flatMap((task) => [
    ...task.changes.map((change, index): Outcome => {
      if (change.kind === 'keep') return { status: 'kept', change };
      const { resource: at } = change;
      const receipt = {
        change: change.id,
        resource: at.id,
        target: at.target,
        account: at.account,
        region: at.region,
        state: { was: 'cert-old' },
      };
      switch (index % 20) {
        case 3: {
          const proof = { ...proven, served: false };
          return { status: 'rolled-back', change, error: failure, receipt, proof };
        }
        case 8: {
          const error: ErrorFacts = {
            code: 'RESOURCE_BUSY',
            message: `binding the certificate to ${at.name}: another change is under way`,
          };
          const proof = { accepted: false, readBack: false, served: null };
          return { status: 'error', change, error, receipt: null, proof };
        }
        case 13: {
          const proof = { ...proven, served: false };
          const rollbackError: ErrorFacts = {
            code: 'CLOUD_UNAVAILABLE',
            message: 'switching back to cert-1f0c9a: the API answered 503 five times in 60 s',
          };
          return {
            status: 'rollback-error',
            change,
            error: failure,
            rollbackError,
            receipt,
            proof,
          };
        }
        case 18: {
          const error: ErrorFacts = {
            code: 'PLAN_STALE',
            message: 'this edit was not part of the preview of pull request 12',
          };
          return { status: 'held', change, error };
        }
        case 5: {
          const proof = { ...proven, served: null };
          return { status: 'success', change, receipt, proof, findings: [] };
        }
        default:
          return { status: 'success', change, receipt, proof: proven, findings: [] };
      }
    }),
    ...task.refusals.map(({ edit, error }): Outcome => ({ status: 'held', change: edit, error })),
  ]);
  return { plan: of, outcomes, cancelled: false };
}

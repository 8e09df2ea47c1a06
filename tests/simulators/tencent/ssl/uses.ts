import type {
  CreateCertificateBindResourceSyncTaskRequest,
  DescribeCertificateBindResourceTaskDetailRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_models.js';

import { settleCdn } from '../cdn/state.ts';
import { settleLoadBalancer } from '../clb/tasks.ts';
import { Malformed, TencentError } from '../errors.ts';
import { ids } from '../ids.ts';
import type { Account, LoadBalancer, StoredCertificate, UseTask } from '../model.ts';
import { type Context, type Operation, operationsOf } from '../operation.ts';
import type { Settings } from '../settings.ts';
import { localTime } from '../time.ts';
import { holds } from './bound.ts';
import { getCertificate } from './read.ts';
import { checkServiceRole } from './service-role.ts';

const ssl = operationsOf('ssl');
const halfAnHour = 30 * 60_000;

/** Types without resources of this account, and what they are called by region. */
const regional = ['APIGATEWAY', 'COS', 'MQTT', 'SCF', 'TDMQ', 'TKE', 'TSE'];
const global = ['DDOS', 'GAAP', 'LIVE', 'TEO', 'VOD'];

const place = (Region: string | undefined, InstanceList: readonly object[], more = 0) => ({
  ...(Region === undefined ? {} : { Region }),
  InstanceList,
  TotalCount: InstanceList.length + more,
  Error: '',
});

function cdnUses({ cdn }: Account, certificate: StoredCertificate, now: number): object {
  const users = [...cdn.values()].filter((domain) => {
    settleCdn(domain, now);
    return domain.binding?.certificate === certificate;
  });
  return place(
    undefined,
    users.map(({ domain, status }) => ({ Domain: domain, CertId: certificate.id, Status: status })),
  );
}

function uses({ listeners }: LoadBalancer, certificate: StoredCertificate): boolean {
  return listeners.some(({ binding, rules }) =>
    [binding, ...rules.map((rule) => rule.binding)].some((one) => holds(one, certificate)),
  );
}

function clbUses(account: Account, certificate: StoredCertificate, now: number): object[] {
  const balancers = [...account.loadBalancers.values()];
  for (const balancer of balancers) settleLoadBalancer(balancer, now);
  const regions = new Set(['ap-guangzhou', ...balancers.map(({ region }) => region)]);
  return [...regions].map((region) =>
    place(
      region,
      balancers
        .filter((balancer) => balancer.region === region && uses(balancer, certificate))
        .map(({ id, name }) => ({ LoadBalancerId: id, LoadBalancerName: name, Listeners: [] })),
    ),
  );
}

function wafUses({ waf }: Account, certificate: StoredCertificate): object[] {
  const users = [...waf.values()].filter(
    ({ binding }) =>
      binding !== undefined && 'certificate' in binding && binding.certificate === certificate,
  );
  return ['ap-guangzhou', 'ap-seoul'].map((partition) =>
    place(
      partition,
      users
        .filter((user) => user.partition === partition)
        .map(({ domain }) => ({ Domain: domain, CertId: certificate.id, Keepalive: 1 })),
    ),
  );
}

/** CloudBase counts per service of each environment, not at the top. */
function tcbUses(count: number): object {
  const service = (TotalCount: number) => ({ InstanceList: [], TotalCount });
  return {
    Region: 'ap-guangzhou',
    Environments: [
      {
        Environment: { ID: 'env-1', Source: 'qcloud', Name: 'env', Status: 'NORMAL' },
        AccessService: service(count),
        HostService: service(0),
      },
    ],
    Error: '',
  };
}

function look(certificate: StoredCertificate, settings: Settings, now: number) {
  const { account } = certificate;
  const others = account.otherUses.get(certificate.id) ?? [];
  const countOf = (type: string) =>
    others.filter((one) => one.type === type).reduce((sum, { count }) => sum + count, 0);
  const answer: Record<string, unknown> = {
    CDN: [cdnUses(account, certificate, now)],
    CLB: clbUses(account, certificate, now),
    WAF: wafUses(account, certificate),
    TCB: [tcbUses(countOf('TCB'))],
  };
  for (const type of regional) answer[type] = [place('ap-guangzhou', [], countOf(type))];
  for (const type of global) answer[type] = [place(undefined, [], countOf(type))];
  for (const [type, how] of settings.sslUnreadable) {
    if (how === 'left-out') delete answer[type];
    else if (how === 'null') answer[type] = null;
    else answer[type] = [{ InstanceList: [], TotalCount: 0, Error: 'FailedOperation' }];
  }
  return answer;
}

/** Keeps what is true at the moment when it ends: what comes later it does not know. */
function settle(task: UseTask, settings: Settings, now: number): void {
  if (task.answer !== undefined || task.until > now) return;
  task.answer = look(task.certificate, settings, now);
}

function taskFor(certificate: StoredCertificate, isCached: boolean, context: Context): UseTask {
  const { account, world, now, mishap } = context;
  for (const task of account.useTasks.values()) {
    if (task.certificate !== certificate) continue;
    settle(task, world.settings, now);
    const runs = task.answer === undefined && task.until !== Infinity;
    if (runs || (isCached && now - task.until < halfAnHour)) return task;
  }
  const task: UseTask = {
    id: String(ids.number()),
    certificate,
    begunAt: now,
    until: mishap?.kind === 'hangs' ? Infinity : now + world.settings.sslTaskMs,
    failure: mishap?.kind === 'fails' ? mishap.message : undefined,
    answer: undefined,
  };
  account.useTasks.set(task.id, task);
  return task;
}

/** https://www.tencentcloud.com/document/product/1007/56823 */
const createTasks = ssl({
  name: 'CreateCertificateBindResourceSyncTask',
  run({ CertificateIds, IsCache }: CreateCertificateBindResourceSyncTaskRequest, context) {
    if (CertificateIds.length === 0 || CertificateIds.length > 100) {
      throw new Malformed('InvalidParameterValue', 'At most 100 certificates at once.');
    }
    checkServiceRole(context.account);
    const certificates = CertificateIds.map((id) => getCertificate(context, id));
    return {
      CertTaskIds: certificates.map((certificate) => ({
        CertId: certificate.id,
        TaskId: taskFor(certificate, IsCache === 1, context).id,
      })),
    };
  },
});

function countIn(text: string | undefined, byDefault: number, most: number): number {
  if (text === undefined) return byDefault;
  if (!/^\d+$/u.test(text) || Number(text) > most) {
    throw new Malformed('InvalidParameterValue', 'Limit and Offset are numbers, as text.');
  }
  return Number(text);
}

function page(places: unknown, offset: number, limit: number): unknown {
  if (!Array.isArray(places)) return places;
  return places.map((one: Readonly<Record<string, unknown>>) =>
    Array.isArray(one['InstanceList'])
      ? { ...one, InstanceList: one['InstanceList'].slice(offset, offset + limit) }
      : one,
  );
}

/** https://cloud.tencent.com/document/api/400/97758 */
const describeDetail = ssl({
  name: 'DescribeCertificateBindResourceTaskDetail',
  run(request: DescribeCertificateBindResourceTaskDetailRequest, { account, world, now }) {
    const limit = countIn(request.Limit, 10, 100);
    const offset = countIn(request.Offset, 0, Number.MAX_SAFE_INTEGER);
    if (request.ResourceTypes !== undefined || request.Regions !== undefined) {
      throw new Malformed(
        'UnsupportedOperation',
        'The simulator does not filter types or regions.',
      );
    }
    const task = account.useTasks.get(request.TaskId);
    if (task === undefined) {
      throw new TencentError('FailedOperation.CertificateSyncTaskIdInvalid', 'No such task.');
    }
    settle(task, world.settings, now);
    const CacheTime = localTime(now);
    if (task.answer === undefined) {
      return { Status: world.settings.sslUsesEarly === 'running' ? 0 : 1, CacheTime };
    }
    if (task.failure !== undefined) return { Status: 2, CacheTime };
    const lists = Object.entries(task.answer).map(([type, places]) => [
      type,
      page(places, offset, limit),
    ]);
    return { ...Object.fromEntries(lists), Status: 1, CacheTime };
  },
});

export const useOperations: readonly Operation[] = [createTasks, describeDetail];

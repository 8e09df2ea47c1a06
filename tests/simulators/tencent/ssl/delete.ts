import type {
  DeleteCertificateRequest,
  DescribeDeleteCertificatesTaskResultRequest,
  ModifyCertificatesExpiringNotificationSwitchRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_models.js';

import { Malformed, TencentError } from '../errors.ts';
import { ids } from '../ids.ts';
import type { DeletionTask } from '../model.ts';
import { type Context, type Operation, operationsOf } from '../operation.ts';
import { localTime } from '../time.ts';
import { usersOf } from './bound.ts';
import { getCertificate } from './read.ts';
import { checkServiceRole } from './service-role.ts';

const ssl = operationsOf('ssl');

/** A checked deletion ends once its time has come: with the certificate gone, or still bound. */
function settle(task: DeletionTask, now: number): void {
  if (task.status !== 0 || task.until > now) return;
  const { certificate } = task;
  if (task.failure !== undefined) {
    task.status = 2;
    return;
  }
  const isBound = usersOf(certificate, now).length > 0;
  task.status = isBound ? 4 : 1;
  if (!isBound) certificate.account.certificates.delete(certificate.id);
}

/** Nothing is checked unless that is asked for: a bound certificate goes as well. */
const deleteCertificate = ssl({
  name: 'DeleteCertificate',
  writes: true,
  run({ CertificateId, IsCheckResource }: DeleteCertificateRequest, context) {
    const { account, world, now, mishap } = context;
    const certificate = getCertificate(context, CertificateId);
    if (IsCheckResource !== true) {
      if (mishap?.kind !== 'lost') account.certificates.delete(certificate.id);
      return { DeleteResult: true, TaskId: null };
    }
    checkServiceRole(account);
    const task: DeletionTask = {
      id: String(ids.number()),
      certificate,
      until: mishap?.kind === 'hangs' ? Infinity : now + world.settings.sslTaskMs,
      failure: mishap?.kind === 'fails' ? mishap.message : undefined,
      status: 0,
    };
    account.deletions.set(task.id, task);
    // Nothing is deleted yet, and that is what it says.
    return { DeleteResult: false, TaskId: task.id };
  },
});

function describeTask(id: string, { account, now }: Context): object {
  const task = account.deletions.get(id);
  if (task === undefined) throw new TencentError('InvalidParameter', `No task ${id}.`);
  settle(task, now);
  return {
    TaskId: id,
    CertId: task.certificate.id,
    Status: task.status,
    Error: task.status === 4 ? '有未解绑的云资源' : (task.status === 2 && task.failure) || '',
    CacheTime: localTime(now),
    Domains: [...task.certificate.facts.names],
  };
}

const describeTasks = ssl({
  name: 'DescribeDeleteCertificatesTaskResult',
  run({ TaskIds }: DescribeDeleteCertificatesTaskResultRequest, context) {
    if (TaskIds.length === 0 || TaskIds.length > 100) {
      throw new Malformed('InvalidParameterValue', 'At most 100 tasks at once.');
    }
    return { DeleteTaskResult: TaskIds.map((id) => describeTask(id, context)) };
  },
});

const ignoreExpiry = ssl({
  name: 'ModifyCertificatesExpiringNotificationSwitch',
  writes: true,
  run(request: ModifyCertificatesExpiringNotificationSwitchRequest, context) {
    const { CertificateIds, SwitchStatus } = request;
    if (CertificateIds.length === 0 || CertificateIds.length > 50) {
      throw new Malformed('InvalidParameterValue', 'At most 50 certificates at once.');
    }
    const certificates = CertificateIds.map((id) => getCertificate(context, id));
    for (const certificate of certificates) certificate.ignoresExpiry = SwitchStatus === 1;
    return { CertificateIds };
  },
});

export const deleteOperations: readonly Operation[] = [
  deleteCertificate,
  describeTasks,
  ignoreExpiry,
];

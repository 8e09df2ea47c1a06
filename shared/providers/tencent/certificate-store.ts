import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';

import { DeployError } from '../../core/errors.ts';
import { pause } from '../../runtime/pause.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call, CertificateStore, StoredObject } from '../provider.ts';
import { beijingTime } from './certificate-facts.ts';
import { isOurs, markedFingerprint, managedTag } from './certificate-marks.ts';
import { createReadUses } from './certificate-uses.ts';
import { isLost, roleMissing, wireDetail } from './errors.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import { onceEach, pages } from './paging.ts';
import type { sslCleanUp } from './policy.ts';
import { CertificateList, CertificatePage, Deletion, DeletionTasks } from './schema.ts';
import type { ListedCertificate } from './schema.ts';
import type { Uses } from './use-report.ts';

const pageSize = 100;
/** Before it deletes, the cloud looks once more through every product and region. */
const patienceMs = 5 * 60_000;

const doingList = 'listing the certificates that Certferry uploaded';
const doingRemove = (ref: string) => `removing certificate ${ref}`;

/**
 * The certificates of the SSL service that carry all of our marks. It knows no regions, and what uses
 * one it looks up in every product of the account. Each is deleted with the cloud's own check, which
 * refuses what has come into use meanwhile.
 */
export function createCertificateStore(login: Login): CertificateStore {
  const ask = login.ask<ActionOf<typeof sslCleanUp>>(SslClient, 'ssl', homeRegion);
  const readUses = createReadUses(login);

  async function* ours(call: Call): AsyncGenerator<readonly ListedCertificate[]> {
    const lists = pages(doingList, async (offset) => {
      const { Certificates, TotalCount } = await ask(
        {
          action: 'ssl:DescribeCertificates',
          doing: doingList,
          schema: CertificatePage,
          body: {
            Offset: offset,
            Limit: pageSize,
            CertificateType: 'SVR',
            Tags: [{ TagKey: managedTag, TagValue: 'true' }],
          },
        },
        call,
      );
      return { items: Certificates, total: TotalCount };
    });
    for await (const list of onceEach(lists, ({ CertificateId }) => CertificateId)) {
      yield list.filter(isOurs);
    }
  }

  async function find(ref: string, call: Call): Promise<ListedCertificate | undefined> {
    const { Certificates } = await ask(
      {
        action: 'ssl:DescribeCertificates',
        doing: doingRemove(ref),
        schema: CertificateList,
        body: { CertIds: [ref], Limit: 10 },
      },
      call,
    );
    return Certificates.find(({ CertificateId }) => CertificateId === ref);
  }

  /** False: it is gone already. Otherwise the task to wait for, if there is one. */
  async function begin(ref: string, call: Call): Promise<string | null | false> {
    try {
      const { DeleteResult, TaskId } = await ask(
        {
          action: 'ssl:DeleteCertificate',
          doing: doingRemove(ref),
          schema: Deletion,
          // Without the check anything is deleted, in use or not.
          body: { CertificateId: ref, IsCheckResource: true },
        },
        call,
      );
      if (typeof TaskId === 'string') return TaskId;
      if (DeleteResult === true) return null;
      const message = `${doingRemove(ref)}: the reply says neither that it is deleted nor what to wait for`;
      throw new DeployError('CLOUD_UNEXPECTED', message);
    } catch (thrown) {
      if (wireDetail(thrown) === 'CertificateNotFound') return false;
      throw thrown;
    }
  }

  async function end(ref: string, task: string, call: Call): Promise<void> {
    const startedAt = login.clock.now().getTime();
    for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 1.5, 10_000)) {
      const { DeleteTaskResult } = await ask(
        {
          action: 'ssl:DescribeDeleteCertificatesTaskResult',
          doing: doingRemove(ref),
          schema: DeletionTasks,
          body: { TaskIds: [task] },
        },
        call,
      );
      const mine = DeleteTaskResult.find(({ TaskId }) => TaskId === task);
      if (hasEnded(ref, mine)) return;
      if (login.clock.now().getTime() - startedAt >= patienceMs) {
        throw unknown(ref, 'the cloud has not ended it for minutes');
      }
      await pause(login.clock, waitMs, call);
    }
  }

  return {
    account: login.name,
    label: 'SSL certificates',
    region: null,

    async list(call): Promise<readonly StoredObject[]> {
      const found: ListedCertificate[] = [];
      for await (const list of ours(call)) found.push(...list);
      const uses = await readUses(
        found.map(({ CertificateId }) => CertificateId),
        call,
      );
      return found.map((listed) => {
        const { CertificateId: ref } = listed;
        const used = uses.get(ref) ?? notLooked;
        if (used.kind === 'untold') {
          call.log.warn('it cannot be told what uses a certificate', { ref, reason: used.why });
        }
        return {
          ref,
          sha256: markedFingerprint(listed),
          storedAt: beijingTime(listed.InsertTime),
          usedBy: used.kind === 'told' ? used.by : null,
        };
      });
    },

    async remove(ref, call): Promise<void> {
      const listed = await find(ref, call);
      if (listed === undefined) return;
      if (!isOurs(listed)) throw refused(ref, 'it does not carry the marks of Certferry');
      const used = (await readUses([ref], call)).get(ref) ?? notLooked;
      if (used.kind === 'untold') {
        throw refused(ref, `it cannot be told what uses it: ${used.why}`);
      }
      if (used.by.length > 0) throw refused(ref, `it is used by ${used.by.join('; ')}`);
      try {
        const task = await begin(ref, call);
        if (task === false) return;
        if (task !== null) await end(ref, task, call);
      } catch (thrown) {
        const error = DeployError.from(thrown);
        if (isLost(error)) throw unknown(ref, error.message, error);
        throw error;
      }
      call.log.info('certificate removed', { ref, name: listed.Alias ?? '' });
    },
  };
}

const notLooked: Uses = { kind: 'untold', why: 'nothing was said of it' };

const refused = (ref: string, why: string) =>
  new DeployError('REFUSED', `${doingRemove(ref)}: ${why}`);

function unknown(ref: string, why: string, cause?: Error): DeployError {
  const message = `${doingRemove(ref)}: it was asked for, and what came of it is not known: ${why}`;
  return new DeployError('OUTCOME_UNKNOWN', message, { cause });
}

/** False: it goes on. https://cloud.tencent.com/document/product/400/105464 */
function hasEnded(
  ref: string,
  task: { readonly Status: number; readonly Error?: string | null | undefined } | undefined,
): boolean {
  const said = task?.Error ?? '';
  switch (task?.Status) {
    case undefined:
    case 0:
      return false;
    case 1:
      return true;
    case 3:
      throw new DeployError('PERMISSION_MISSING', `${doingRemove(ref)}: ${roleMissing}`);
    case 4:
      throw refused(ref, 'the cloud found something that uses it');
    case 5:
      throw refused(ref, 'the cloud did not find out in time what uses it');
    default:
      throw refused(ref, `the cloud did not delete it${said === '' ? '' : ` (${said})`}`);
  }
}

import pMap from 'p-map';
import { Client as SslClient } from 'tencentcloud-sdk-nodejs/tencentcloud/services/ssl/v20191205/ssl_client.js';

import { DeployError } from '../../core/errors.ts';
import { pause } from '../../runtime/pause.ts';
import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { wireDetail } from './errors.ts';
import { homeRegion } from './login.ts';
import type { Login } from './login.ts';
import type { sslCleanUp } from './policy.ts';
import { UseReport, UseTasks } from './schema.ts';
import { readUseReport } from './use-report.ts';
import type { Uses } from './use-report.ts';

/** Certificates that one task looks for. */
const most = 100;
/** Tasks go through every product and region of the account. */
const patienceMs = 5 * 60_000;
const running = 0;
const ended = 1;

export type ReadUses = (refs: readonly string[], call: Call) => Promise<ReadonlyMap<string, Uses>>;

/**
 * What uses each of these certificates, in whatever product, looked up now: an answer of half an hour
 * ago would do for the cloud unless it is told otherwise.
 * https://www.tencentcloud.com/document/product/1007/56823
 */
export function createReadUses(login: Login): ReadUses {
  const ask = login.ask<ActionOf<typeof sslCleanUp>>(SslClient, 'ssl', homeRegion);

  async function begin(refs: readonly string[], call: Call): Promise<ReadonlyMap<string, string>> {
    const { CertTaskIds } = await ask(
      {
        action: 'ssl:CreateCertificateBindResourceSyncTask',
        doing: `asking what uses ${refs.length === 1 ? `certificate ${refs[0] ?? ''}` : 'certificates'}`,
        schema: UseTasks,
        body: { CertificateIds: refs, IsCache: 0 },
      },
      call,
    );
    return new Map(CertTaskIds.map(({ CertId, TaskId }) => [CertId, TaskId]));
  }

  async function end(ref: string, task: string, call: Call): Promise<Uses> {
    const startedAt = login.clock.now().getTime();
    for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 1.5, 10_000)) {
      const report: UseReport = await ask(
        {
          action: 'ssl:DescribeCertificateBindResourceTaskDetail',
          doing: `reading what uses certificate ${ref}`,
          schema: UseReport,
          // As text, unlike in every other call.
          body: { TaskId: task, Limit: '10', Offset: '0' },
        },
        call,
      );
      // One that has just begun may call itself ended, and hold nothing yet.
      const holdsLists = Object.values(report).some(Array.isArray);
      if (report.Status === ended && holdsLists) return readUseReport(report);
      if (report.Status !== running && report.Status !== ended) {
        return { kind: 'untold', why: `the cloud failed to look (status ${report.Status})` };
      }
      if (login.clock.now().getTime() - startedAt >= patienceMs) {
        return { kind: 'untold', why: 'the cloud has not ended looking for minutes' };
      }
      await pause(login.clock, waitMs, call);
    }
  }

  /** Too many resources for the cloud to look through, or one that has gone meanwhile: no failure of ours. */
  async function beginOrWhy(refs: readonly string[], call: Call) {
    try {
      return await begin(refs, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code !== 'REFUSED' && wireDetail(error) !== 'CertificateNotFound') throw thrown;
      return error.message;
    }
  }

  return async (refs, call) => {
    const found = new Map<string, Uses>();
    for (let from = 0; from < refs.length; from += most) {
      const some = refs.slice(from, from + most);
      const tasks = await beginOrWhy(some, call);
      await pMap(
        some,
        async (ref) => {
          if (typeof tasks === 'string') {
            found.set(ref, { kind: 'untold', why: tasks });
            return;
          }
          const task = tasks.get(ref);
          const uses: Uses =
            task === undefined
              ? { kind: 'untold', why: 'the cloud did not say that it looks for it' }
              : await end(ref, task, call);
          found.set(ref, uses);
        },
        { concurrency: 8 },
      );
    }
    return found;
  };
}

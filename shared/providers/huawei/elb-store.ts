import { DeployError } from '../../core/errors.ts';
import type { Call, CertificateStore, StoredObject } from '../provider.ts';
import type { ElbApi } from './elb-api.ts';
import { unlessGone } from './elb-discovery.ts';
import { ownLeaf } from './elb-marks.ts';
import { wireCode } from './failure.ts';
import type { Login, Project } from './login.ts';
import type { ElbCertificate, ElbListener } from './schema.ts';

const doingRemove = (ref: string) => `removing certificate ${ref}`;

const refused = (ref: string, why: string, cause?: Error) =>
  new DeployError('REFUSED', `${doingRemove(ref)}: ${why}`, { cause });

/** `2026-11-23T08:00:00Z`, always of UTC; null for any other form. */
function timeOf(text: string | null | undefined): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/u.test(text ?? '')) return null;
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Whoever has protected it by hand wants to keep it. */
function protection({
  protection_status: status,
  protection_reason: reason,
}: ElbCertificate): readonly string[] {
  if (status === undefined || status === null || status === '') return [];
  if (status === 'nonProtection') return [];
  return [`modification protection${(reason ?? '') === '' ? '' : ` (${reason})`}`];
}

/** A listener may name it as default, for SNI, as authority, or in a member of a later day. */
function usersAmong(listeners: readonly ElbListener[], ref: string): readonly string[] {
  return listeners
    .filter((listener) => JSON.stringify(listener).includes(ref))
    .map(({ id, name }) => ((name ?? '') === '' ? `listener ${id}` : `listener ${name} (${id})`));
}

/** The certificates of one region and project that carry all of our marks. */
export function createElbStore(login: Login, { region }: Project, api: ElbApi): CertificateStore {
  /** All of them, or why they cannot be read: what is not seen may use any certificate. */
  async function everyListener(call: Call): Promise<readonly ElbListener[] | DeployError> {
    try {
      const all: ElbListener[] = [];
      for await (const page of api.everyListener(call)) all.push(...page);
      return all;
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code !== 'PERMISSION_MISSING') throw thrown;
      return error;
    }
  }

  return {
    account: login.name,
    label: 'ELB certificates',
    region,

    async list(call): Promise<readonly StoredObject[]> {
      const ours: ElbCertificate[] = [];
      const seen = new Set<string>();
      for await (const page of api.certificates(call)) {
        for (const one of page) {
          if (seen.has(one.id) || ownLeaf(one) === undefined) continue;
          seen.add(one.id);
          ours.push(one);
        }
      }
      const listeners = await everyListener(call);
      if (listeners instanceof DeployError) {
        const facts = { region, reason: listeners.message };
        call.log.warn('it cannot be told what uses certificates', facts);
      }
      return ours.map((one) => ({
        ref: one.id,
        sha256: ownLeaf(one) ?? null,
        storedAt: timeOf(one.created_at),
        usedBy:
          listeners instanceof DeployError
            ? null
            : [...usersAmong(listeners, one.id), ...protection(one)],
      }));
    },

    async remove(ref, call): Promise<void> {
      const found = await unlessGone(api.certificate(ref, call));
      if (found === null) return;
      if (ownLeaf(found) === undefined) {
        throw refused(ref, 'it does not carry the marks of Certferry');
      }
      const listeners = await everyListener(call);
      if (listeners instanceof DeployError) {
        throw refused(ref, `it cannot be told what uses it: ${listeners.message}`, listeners);
      }
      const users = [...usersAmong(listeners, ref), ...protection(found)];
      if (users.length > 0) throw refused(ref, `it is used by ${users.join('; ')}`);
      try {
        await api.remove(ref, call);
      } catch (thrown) {
        const error = DeployError.from(thrown);
        if (error.code === 'RESOURCE_GONE') return;
        throw failed(ref, error);
      }
      call.log.info('certificate removed', { ref, region });
    },
  };
}

function failed(ref: string, error: DeployError): DeployError {
  if (error.code === 'RESOURCE_BUSY') {
    return refused(ref, `Huawei Cloud finds it in use (${wireCode(error) ?? error.code})`, error);
  }
  const lost =
    error.code === 'CANCELLED' ||
    error.code === 'CLOUD_UNAVAILABLE' ||
    (error.code === 'CLOUD_UNEXPECTED' && wireCode(error) === undefined);
  if (!lost) return error;
  const message = `${doingRemove(ref)}: it was asked for, and what came of it is not known: ${error.message}`;
  return new DeployError('OUTCOME_UNKNOWN', message, { cause: error });
}

import { readCertificate } from '../../core/certificate.ts';
import { DeployError } from '../../core/errors.ts';
import type { AccountName } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Call, CertificateStore, StoredObject } from '../provider.ts';
import { Accepted, createAsk, Held, HeldPage, Users } from './client.ts';
import type { MemoryCloud } from './cloud.ts';

/** Certificate objects of the in-process cloud. Keeps every promise of a store, so that tests can tell. */
export function createMemoryStore(
  cloud: MemoryCloud,
  { account, clock }: { readonly account: AccountName; readonly clock: Clock },
): CertificateStore {
  const ask = createAsk(cloud, clock);

  async function held(ref: string, call: Call): Promise<Held | undefined> {
    try {
      return await ask('clean-up', { operation: 'object', ref }, Held, call);
    } catch (thrown) {
      if (DeployError.from(thrown).code === 'RESOURCE_GONE') return undefined;
      throw thrown;
    }
  }

  async function usersOf(ref: string, call: Call): Promise<readonly string[]> {
    return (await ask('clean-up', { operation: 'uses', ref }, Users, call)).users;
  }

  async function usersOrNull(ref: string, call: Call): Promise<readonly string[] | null> {
    try {
      return await usersOf(ref, call);
    } catch (thrown) {
      const { code, message } = DeployError.from(thrown);
      if (code === 'RESOURCE_GONE') return [];
      if (code !== 'PERMISSION_MISSING') throw thrown;
      call.log.warn('what uses a certificate cannot be told', { ref, reason: message });
      return null;
    }
  }

  async function take(ref: string, call: Call): Promise<void> {
    try {
      await ask('clean-up', { operation: 'delete', ref }, Accepted, call);
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (error.code === 'RESOURCE_GONE') return;
      if (error.code !== 'OUTCOME_UNKNOWN') throw error;
      // It was sent. A fresh reading tells what came of it.
      if ((await held(ref, call)) !== undefined) throw error;
    }
  }

  return {
    account,
    label: 'certificates',
    region: null,

    async list(call) {
      const found: StoredObject[] = [];
      let cursor: number | null = 0;
      while (cursor !== null) {
        const page: HeldPage = await ask(
          'clean-up',
          { operation: 'objects', cursor },
          HeldPage,
          call,
        );
        for (const { ref, leaf, managed, storedAt } of page.items) {
          if (!managed) continue;
          found.push({
            ref,
            sha256: readCertificate(leaf).sha256,
            storedAt: new Date(storedAt),
            usedBy: await usersOrNull(ref, call),
          });
        }
        cursor = page.next;
      }
      return found;
    },

    async remove(ref, call) {
      const found = await held(ref, call);
      if (found === undefined) return;
      if (!found.managed) {
        throw new DeployError('REFUSED', `removing ${ref}: it does not carry our tag`);
      }
      const users = await usersOf(ref, call);
      if (users.length > 0) {
        throw new DeployError('REFUSED', `removing ${ref}: it is used by ${users.join(', ')}`);
      }
      await take(ref, call);
    },
  };
}

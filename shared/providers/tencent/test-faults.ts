import type { ContractFaults } from '../../../tests/contract/contract.ts';
import type { Tencent } from '../../../tests/simulators/tencent/tencent.ts';

/** How a simulated Tencent Cloud is made to misbehave in each of the ways that the laws ask for. */
export function contractFaults(
  cloud: Tencent,
  {
    binds,
    reads,
    lists,
  }: {
    /** Actions that bind a certificate. */
    readonly binds: readonly string[];
    readonly reads: readonly string[];
    /** The action whose pages are listed. */
    readonly lists: string;
  },
): ContractFaults {
  const { faults } = cloud;
  const writes = ['UploadCertificate', ...binds];
  const all = ['DescribeCertificateDetail', lists, ...reads];
  return {
    throttle(times, kind) {
      // Codes that do not look like throttling.
      cloud.settings.throttleCode = 'product';
      if (kind === 'requests') faults.add({ kind: 'throttle', times });
      else for (const operation of writes) faults.add({ operation, kind: 'throttle', times });
    },
    failSecondPage() {
      const match = ({ Offset }: Readonly<Record<string, unknown>>) => Number(Offset) > 0;
      faults.add({ operation: lists, kind: 'http-503', match });
    },
    mangleReads() {
      for (const operation of all) faults.add({ operation, kind: 'mangled' });
    },
    denyWrites() {
      for (const operation of writes) faults.add({ operation, kind: 'access-denied' });
    },
    rejectCredentials() {
      faults.add({ kind: 'expired-token' });
    },
    hang(kind) {
      for (const operation of kind === 'reads' ? all : writes) {
        faults.add({ operation, kind: 'hang' });
      }
    },
    loseReply() {
      for (const operation of binds) {
        faults.add({ operation, kind: 'reset', afterEffect: true, times: 1 });
      }
    },
    clear: () => faults.clear(),
  };
}

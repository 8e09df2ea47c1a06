import { DeployError } from '../shared/core/errors.ts';
import type { Price } from '../shared/core/model.ts';
import type { Door } from '../shared/job/door.ts';
import type { JobReceiver } from '../shared/job/job-receiver.ts';
import type { Masks } from './mask.ts';
import { createReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';

/** One client for each receiver that the files of a run name. */
export type Receivers = (url: string) => Receiver;

/** Throws `CONFIG_INVALID` where the job cannot prove who it is. */
export function createReceivers(
  { idToken, clock }: Pick<Door, 'idToken' | 'clock'>,
  masks: Masks,
): Receivers {
  const known = new Map<string, Receiver>();
  return (url) => {
    if (idToken === undefined) {
      throw new DeployError(
        'CONFIG_INVALID',
        'the receiver has to know which workflow asks, and this job has no OIDC token: give it "permissions: id-token: write"',
      );
    }
    const receiver =
      known.get(url) ??
      createReceiver({
        url,
        idToken,
        clock,
        mask: (value) => masks.add(value),
        redact: (text) => masks.redact(text),
      });
    known.set(url, receiver);
    return receiver;
  };
}

/** The receiver as a job sees it. */
export function jobReceiver(receiver: Receiver): JobReceiver {
  return {
    certificate: (name, { withKey }, call) =>
      withKey ? receiver.fetchBundle(name, call) : receiver.fetchChain(name, call),
    async prices(fingerprints, call) {
      const { balance, certificates } = await receiver.prices(fingerprints, call);
      return {
        balance,
        byFingerprint: new Map(
          certificates.map(({ fingerprint, type, cost, allowed, reason }): [string, Price] => {
            const message = reason ?? 'the receiver does not allow it from this repository';
            const refusal = allowed ? null : ({ code: 'REFUSED', message } as const);
            return [fingerprint, { type, cost, refusal }];
          }),
        ),
      };
    },
  };
}

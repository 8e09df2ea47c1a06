import { DeployError } from '../../core/errors.ts';

/**
 * Guards an access key against being locked: five wrong signatures in a row close it for five minutes.
 * After a rejection one call at a time goes out on trial; those that wait fail with it, unsent, or all
 * go on when it is accepted.
 * https://support.huaweicloud.com/intl/en-us/devg-apisign/api-sign-errorcode.html
 */
export function createGate() {
  let suspect = false;
  let trial: Promise<void> | undefined;

  async function attempt<T>(send: () => Promise<T>): Promise<T> {
    try {
      const reply = await send();
      suspect = false;
      return reply;
    } catch (thrown) {
      // Any other refusal came after the signature had been accepted, or never got that far.
      if (DeployError.from(thrown).code === 'CREDENTIALS_REJECTED') suspect = true;
      throw thrown;
    }
  }

  async function pass<T>(send: () => Promise<T>): Promise<T> {
    if (!suspect) return await attempt(send);
    if (trial !== undefined) {
      await trial;
      return await pass(send);
    }
    const outcome = attempt(send);
    trial = outcome.then(
      () => {},
      (thrown: unknown) => {
        if (DeployError.from(thrown).code === 'CREDENTIALS_REJECTED') throw thrown;
      },
    );
    // It may be that nobody waits for it.
    trial.catch(() => {});
    try {
      return await outcome;
    } finally {
      trial = undefined;
    }
  }

  return { pass };
}
export type Gate = ReturnType<typeof createGate>;

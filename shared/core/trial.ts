import { DeployError } from './errors.ts';

/** How one permission is found out: a call that can change nothing, or why there is none. */
export type Trial = (() => Promise<unknown>) | { readonly unasked: string };

/** What a trial told. `unknown`: the answer does not tell, or there was none. */
export interface Tried {
  readonly permission: string;
  readonly state: 'granted' | 'missing' | 'unknown';
  /** Empty when granted. */
  readonly message: string;
}

/** These concern the login or the run, not one permission. */
const ofTheWhole = ['CREDENTIALS_REJECTED', 'CANCELLED'];

function judged(
  permission: string,
  error: DeployError,
  {
    declared,
    isAnswer,
  }: { readonly declared: readonly string[]; readonly isAnswer: (error: DeployError) => boolean },
): Tried {
  const { code, message } = error;
  if (code === 'PERMISSION_MISSING') {
    const names = (one: string) =>
      message.split(/[\s,;()'"]+/u).some((word) => word.replace(/[.:]$/u, '') === one);
    const another = names(permission) ? undefined : declared.find(names);
    return another === undefined
      ? { permission, state: 'missing', message }
      : { permission, state: 'unknown', message: `not told while ${another} is missing` };
  }
  if (isAnswer(error)) return { permission, state: 'granted', message: '' };
  return { permission, state: 'unknown', message };
}

/**
 * Tries every declared permission at once: one entry each, in their order. A call that is carried out,
 * or refused for its content (`isAnswer`), proves the permission, since a cloud asks for it first.
 * Rejects only with what concerns the login as a whole.
 */
export async function tryEach(
  declared: readonly string[],
  trials: Readonly<Partial<Record<string, Trial>>>,
  isAnswer: (error: DeployError) => boolean,
): Promise<readonly Tried[]> {
  const one = async (permission: string): Promise<Tried> => {
    const trial = trials[permission];
    if (trial === undefined) {
      throw new DeployError('INTERNAL', `nothing tries the permission ${permission}`);
    }
    if (typeof trial !== 'function') {
      return { permission, state: 'unknown', message: trial.unasked };
    }
    try {
      await trial();
      return { permission, state: 'granted', message: '' };
    } catch (thrown) {
      const error = DeployError.from(thrown);
      if (ofTheWhole.includes(error.code)) throw error;
      return judged(permission, error, { declared, isAnswer });
    }
  };
  // All of them have ended before one is thrown: nothing goes on unseen.
  const ended = await Promise.allSettled(declared.map(one));
  return ended.map((end) => {
    if (end.status === 'rejected') throw DeployError.from(end.reason);
    return end.value;
  });
}

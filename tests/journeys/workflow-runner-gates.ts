/** What holds a job before its first step: the review of its environment, and its concurrency group. */

export interface Concurrency {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: 'single' | 'max';
}

interface Entrant {
  readonly cancel: () => void;
  readonly enter: (result: 'entered' | 'cancelled') => void;
}

interface Group {
  inside: Entrant | undefined;
  readonly waiting: Entrant[];
}

export interface ConcurrencyGroups {
  /** Resolves when it is this job's turn, or when another has taken its place. */
  enter(concurrency: Concurrency, cancel: () => void): Promise<Turn>;
}

export interface Turn {
  readonly result: 'entered' | 'cancelled';
  leave(): void;
}

/** https://docs.github.com/en/actions/how-tos/write-workflows/choose-when-workflows-run/control-workflow-concurrency */
export function createConcurrencyGroups(): ConcurrencyGroups {
  const groups = new Map<string, Group>();
  return {
    async enter({ group: name, cancelInProgress, queue }, cancel) {
      const group: Group = groups.get(name.toLowerCase()) ?? { inside: undefined, waiting: [] };
      groups.set(name.toLowerCase(), group);
      const { promise, resolve } = Promise.withResolvers<'entered' | 'cancelled'>();
      const entrant: Entrant = { cancel, enter: resolve };
      const next = () => {
        group.inside = group.waiting.shift();
        group.inside?.enter('entered');
      };
      // With a queue of one, whoever waits is cancelled by whoever comes.
      if (queue === 'single') for (const old of group.waiting.splice(0)) old.enter('cancelled');
      group.waiting.push(entrant);
      if (group.inside === undefined) next();
      else if (cancelInProgress) group.inside.cancel();
      return {
        result: await promise,
        leave() {
          if (group.inside === entrant) next();
        },
      };
    },
  };
}

/** An environment as its settings page says. */
export interface EnvironmentSettings {
  /** A job waits until one of them approves. */
  readonly reviewed?: boolean;
  /** Refs whose jobs may use it. Default: all. */
  readonly refs?: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
}

export interface Review {
  readonly run: number;
  readonly job: string;
  readonly environment: string;
  readonly decide: (decision: 'approved' | 'rejected') => void;
}

export interface Reviews {
  /** Jobs that wait now, in order. */
  readonly waiting: readonly Review[];
  ask(job: Omit<Review, 'decide'>): Promise<'approved' | 'rejected'>;
  /** Decides about every job that waits; throws where none does. */
  decide(decision: 'approved' | 'rejected'): void;
}

export function createReviews(): Reviews {
  const waiting: Review[] = [];
  return {
    waiting,
    async ask(job) {
      const { promise, resolve } = Promise.withResolvers<'approved' | 'rejected'>();
      waiting.push({ ...job, decide: resolve });
      return await promise;
    },
    decide(decision) {
      if (waiting.length === 0) throw new Error('no job waits for a review');
      for (const review of waiting.splice(0)) review.decide(decision);
    },
  };
}

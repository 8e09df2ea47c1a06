import type { RepositoryHandle } from './repository.ts';
import { actionsBot, type Issue, type World } from './world.ts';

export interface MadeIssue {
  readonly title?: string;
  readonly body?: string | null;
  readonly as?: string;
  readonly state?: Issue['state'];
  readonly labels?: readonly string[];
  readonly locked?: boolean;
}

/** An issue that was there before; no request is made. */
export function addIssue(
  { world, state: repository }: RepositoryHandle & { readonly world: World },
  made: MadeIssue = {},
): Issue {
  const now = world.now();
  const { title = 'An issue', body = null, as = actionsBot.login, state = 'open' } = made;
  const issue: Issue = {
    id: world.nextId(),
    number: repository.nextNumber++,
    author: world.account(as),
    createdAt: now,
    updatedAt: now,
    title,
    body,
    state,
    stateReason: state === 'closed' ? 'completed' : null,
    labels: made.labels ?? [],
    locked: made.locked ?? false,
    closedAt: state === 'closed' ? now : null,
  };
  repository.issues.set(issue.number, issue);
  return issue;
}

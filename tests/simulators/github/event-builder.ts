import type { Contract, Violation } from './contract.ts';
import {
  dispatchEvent,
  mergeGroupEvent,
  otherEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  zeroSha,
  type TriggerEvent,
} from './events.ts';
import { commitOf } from './history.ts';
import { tipOf } from './merging.ts';
import type { Pull, Repository, World } from './world.ts';

export interface PullRequestEventOptions {
  readonly number: number;
  readonly action?: 'opened' | 'synchronize' | 'reopened' | 'closed';
  /** The head before it was pushed to. */
  readonly before?: string;
  /** Whose doing it is: the pull request's author unless said. */
  readonly by?: string;
}

export interface PushEventOptions {
  readonly branch?: string;
  readonly before?: string;
  /** Zeros: the branch was deleted. Default: the tip of the branch. */
  readonly after?: string;
  readonly forced?: boolean;
  readonly by?: string;
}

export interface DispatchEventOptions {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly workflow?: string;
  readonly branch?: string;
  readonly by?: string;
}

interface EventOptions {
  pull_request: PullRequestEventOptions;
  push: PushEventOptions;
  workflow_dispatch: DispatchEventOptions;
  schedule: { readonly cron?: string };
  merge_group: { readonly number: number };
  /** An event that Certferry does not serve. */
  other: { readonly name: string; readonly payload?: Readonly<Record<string, unknown>> };
}

type WithoutOptions = 'push' | 'workflow_dispatch' | 'schedule';

export interface EventBuilder {
  <Name extends WithoutOptions>(name: Name, options?: EventOptions[Name]): TriggerEvent;
  <Name extends Exclude<keyof EventOptions, WithoutOptions>>(
    name: Name,
    options: EventOptions[Name],
  ): TriggerEvent;
}

interface Parts {
  readonly world: World;
  readonly contract: Contract;
  readonly violations: Violation[];
}

const described = ['push', 'pull_request', 'workflow_dispatch', 'merge_group'];

/** Makes payloads as GitHub does; each is held against GitHub's own description of its webhooks. */
export function createEventBuilder(parts: Parts, repository: Repository): EventBuilder {
  const { world } = parts;
  const owner = repository.owner.login;

  function pullOf(number: number): Pull {
    const pull = repository.pulls.get(number);
    if (pull === undefined) throw new Error(`no pull request ${number}`);
    return pull;
  }

  const makers: { [Name in keyof EventOptions]: (options: EventOptions[Name]) => TriggerEvent } = {
    pull_request({ number, action = 'opened', before, by }) {
      const pull = pullOf(number);
      const sender = world.account(by ?? pull.author.login);
      const earlier = action === 'synchronize' ? { before: before ?? pull.baseSha } : {};
      return pullRequestEvent(world, repository, pull, { action, sender, ...earlier });
    },
    push({ branch = repository.defaultBranch, forced = false, by = owner, ...range }) {
      const after = range.after ?? tipOf(repository, branch).sha;
      const before =
        range.before ??
        (after === zeroSha
          ? tipOf(repository, branch).sha
          : (commitOf(repository, after).parents[0] ?? zeroSha));
      const ref = `refs/heads/${branch}`;
      const sender = world.account(by);
      return pushEvent(world, repository, { ref, before, after, forced, sender });
    },
    workflow_dispatch({ inputs = null, workflow, branch, by = owner }) {
      return dispatchEvent(world, repository, {
        inputs,
        workflow: workflow ?? '.github/workflows/certferry.yml',
        branch: branch ?? repository.defaultBranch,
        sender: world.account(by),
      });
    },
    schedule: ({ cron = '17 3 * * *' }) =>
      scheduleEvent(world, repository, cron, world.account(owner)),
    merge_group: ({ number }) =>
      mergeGroupEvent(world, repository, pullOf(number), world.account(owner)),
    other: ({ name, payload = {} }) =>
      otherEvent(world, repository, { name, payload, sender: world.account(owner) }),
  };

  return <Name extends keyof EventOptions>(name: Name, options?: EventOptions[Name]) => {
    const event = makers[name](options ?? ({} as EventOptions[Name]));
    if (described.includes(event.name)) {
      const action = event.payload['action'];
      const suffix = typeof action === 'string' ? `-${action}` : '';
      const webhook = `${event.name}${suffix}`.replaceAll('_', '-');
      parts.violations.push(...parts.contract.checkPayload(webhook, event.payload));
    }
    // As the runner's file holds it: what is undefined is absent.
    return {
      ...event,
      payload: JSON.parse(JSON.stringify(event.payload)) as Record<string, unknown>,
    };
  };
}

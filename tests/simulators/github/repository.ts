import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Contract, Violation } from './contract.ts';
import { createEventBuilder, type EventBuilder } from './event-builder.ts';
import { zeroSha, type TriggerEvent } from './events.ts';
import { commitFiles, commitOf, type FileEdits } from './history.ts';
import { land, testMerge, tipOf, type MergeMethod } from './merging.ts';
import { endRun, queueRun, repeatRun } from './runs.ts';
import { createToken, type Token, type TokenOptions } from './tokens.ts';
import { workflowAt } from './workflow-file.ts';
import {
  createRepository,
  fullName,
  type Artifact,
  type Comment,
  type Issue,
  type Pull,
  type Repository,
  type WorkflowRun,
  type World,
} from './world.ts';
import { zip } from './zip.ts';

export interface OpenPull {
  readonly number?: number;
  readonly title?: string;
  readonly body?: string;
  /** The branch that it comes from. */
  readonly head?: string;
  readonly base?: string;
  /** One entry is one commit. */
  readonly files: FileEdits | readonly FileEdits[];
  readonly author?: string;
  /** `owner/name` of a fork that the head lives in. */
  readonly fork?: string;
  readonly draft?: boolean;
}

export interface Merged {
  /** What the base branch points at now. */
  readonly sha: string;
  readonly before: string;
  /** The push that the merge is. */
  readonly event: TriggerEvent;
}

export interface PushOptions {
  readonly branch?: string;
  readonly message?: string;
  readonly by?: string;
}

/** What tests and the demo do to one repository, as people and GitHub itself would. */
export interface RepositoryHandle {
  readonly name: string;
  readonly state: Repository;
  /** Pushes one commit straight to a branch, which starts at the default branch when it is new. */
  push(files: FileEdits, options?: PushOptions): TriggerEvent;
  openPull(options: OpenPull): Pull;
  /** Another commit on the pull request's head: `synchronize`. */
  pushToPull(number: number, files: FileEdits): TriggerEvent;
  closePull(number: number): void;
  merge(number: number, method: MergeMethod, options?: { readonly by?: string }): Merged;
  /** As a merge queue does: several pull requests land in one push. */
  mergeTogether(numbers: readonly number[], method: MergeMethod): Merged;
  readonly event: EventBuilder;
  comments(number: number): readonly Comment[];
  /** A comment that was there before; no request is made. */
  addComment(number: number, body: string, options?: { readonly as?: string }): Comment;
  issues(): readonly Issue[];
  /** No one may comment on this pull request any more. */
  lock(number: number): void;
  token(options?: TokenOptions): string;
  addArtifact(run: number, name: string, files: Readonly<Record<string, string>>): Artifact;
  /** A run of a workflow on the default branch, by whatever but a dispatch; it waits for a runner. */
  startRun(
    trigger: TriggerEvent,
    options?: { readonly workflow?: string; readonly title?: string; readonly by?: string },
  ): WorkflowRun;
  /** Ends a run without a runner. */
  finishRun(id: number, conclusion: string): void;
  /** "Re-run all jobs" of a run that has ended. */
  rerun(id: number): void;
  /** The next lookups of pull requests by commit find nothing yet: so many for each commit. */
  lagCommitLookups(times: number): void;
  /** Writes the files of a commit into a directory. */
  checkout(sha: string, directory: string): Promise<void>;
}

export interface HandleParts {
  readonly world: World;
  readonly contract: Contract;
  readonly violations: Violation[];
  readonly tokens: Map<string, Token>;
}

export function createHandle(parts: HandleParts, repository: Repository): RepositoryHandle {
  const { world } = parts;
  const event = createEventBuilder(parts, repository);
  const account = (login: string | undefined) => world.account(login ?? repository.owner.login);

  function pullOf(number: number): Pull {
    const pull = repository.pulls.get(number);
    if (pull === undefined) throw new Error(`no pull request ${number}`);
    return pull;
  }

  function runOf(id: number): WorkflowRun {
    const run = repository.runs.get(id);
    if (run === undefined) throw new Error(`no run ${id}`);
    return run;
  }

  function forkOf(name: string): Repository {
    const { defaultBranch, private: secret } = repository;
    return (
      world.repositories.get(name.toLowerCase()) ??
      createRepository(world, name, { private: secret, defaultBranch, parent: repository })
    );
  }

  function mergeAll(numbers: readonly number[], method: MergeMethod, by?: string): Merged {
    const [first] = numbers;
    if (first === undefined) throw new Error('no pull request to merge');
    const branch = pullOf(first).baseRef;
    const before = tipOf(repository, branch).sha;
    for (const number of numbers) {
      land(world, repository, pullOf(number), { method, by: account(by) });
    }
    const sha = tipOf(repository, branch).sha;
    const who = by === undefined ? {} : { by };
    return { sha, before, event: event('push', { branch, before, after: sha, ...who }) };
  }

  return {
    name: fullName(repository),
    state: repository,
    event,
    push(files, { branch = repository.defaultBranch, message = 'change files', by } = {}) {
      const own = repository.branches.get(branch);
      const tip = own ?? repository.branches.get(repository.defaultBranch);
      const parent = tip === undefined ? null : commitOf(repository, tip);
      const facts = { edits: files, message, author: account(by), date: world.now() };
      const commit = commitFiles(repository, parent, facts);
      repository.branches.set(branch, commit.sha);
      const who = by === undefined ? {} : { by };
      return event('push', { branch, before: own ?? zeroSha, after: commit.sha, ...who });
    },
    openPull({ number = repository.nextNumber, base = repository.defaultBranch, ...options }) {
      if (repository.pulls.has(number) || repository.issues.has(number)) {
        throw new Error(`#${number} exists`);
      }
      repository.nextNumber = Math.max(repository.nextNumber, number + 1);
      const author = account(options.author ?? options.fork?.split('/')[0]);
      const from = options.fork === undefined ? repository : forkOf(options.fork);
      const title = options.title ?? `Change ${number}`;
      const ref = options.head ?? `change-${number}`;
      const now = world.now();
      const baseSha = tipOf(repository, base).sha;
      let head = commitOf(repository, baseSha);
      for (const edits of [options.files].flat() as readonly FileEdits[]) {
        const message = `${title}: ${Object.keys(edits).join(', ')}`;
        head = commitFiles(repository, head, { edits, message, author, date: now });
      }
      from.branches.set(ref, head.sha);
      const pull: Pull = {
        id: world.nextId(),
        number,
        title,
        body: options.body ?? null,
        author,
        draft: options.draft ?? false,
        head: { repository: from, ref },
        baseRef: base,
        createdAt: now,
        headSha: head.sha,
        baseSha,
        state: 'open',
        locked: false,
        mergeCommitSha: null,
        introduced: new Set(),
        mergedAt: null,
        mergedBy: null,
        closedAt: null,
        updatedAt: now,
      };
      pull.mergeCommitSha = testMerge(world, repository, pull);
      repository.pulls.set(number, pull);
      return pull;
    },
    pushToPull(number, files) {
      const pull = pullOf(number);
      const before = pull.headSha;
      const message = `${pull.title}, once more`;
      const facts = { edits: files, message, author: pull.author, date: world.now() };
      pull.headSha = commitFiles(repository, commitOf(repository, before), facts).sha;
      pull.head.repository.branches.set(pull.head.ref, pull.headSha);
      pull.updatedAt = world.now();
      pull.mergeCommitSha = testMerge(world, repository, pull);
      return event('pull_request', { number, action: 'synchronize', before });
    },
    closePull(number) {
      const pull = pullOf(number);
      pull.state = 'closed';
      pull.closedAt = world.now();
    },
    merge: (number, method, { by } = {}) => mergeAll([number], method, by),
    mergeTogether: (numbers, method) => mergeAll(numbers, method),
    comments: (number) =>
      [...repository.comments.values()]
        .filter(({ issue }) => issue === number)
        .sort((a, b) => a.id - b.id),
    addComment(number, body, { as } = {}) {
      const now = world.now();
      const id = world.nextId();
      const times = { createdAt: now, updatedAt: now };
      const comment: Comment = {
        id,
        issue: number,
        author: account(as),
        body,
        ...times,
        history: [body],
      };
      repository.comments.set(id, comment);
      return comment;
    },
    issues: () => [...repository.issues.values()],
    lock(number) {
      pullOf(number).locked = true;
    },
    token(options = {}) {
      const token = createToken(world, repository, options);
      parts.tokens.set(token.value, token);
      return token.value;
    },
    addArtifact(run, name, files) {
      const facts = { id: world.nextId(), run, name, createdAt: world.now() };
      const artifact: Artifact = { ...facts, zip: zip(files), expired: false };
      repository.artifacts.set(artifact.id, artifact);
      return artifact;
    },
    finishRun(id, conclusion) {
      endRun(world, repository, runOf(id), conclusion);
    },
    startRun(trigger, { workflow = 'certferry.yml', title, by } = {}) {
      const file = workflowAt(repository, workflow);
      if (file === undefined) throw new Error(`no workflow ${workflow} on the default branch`);
      const name = title === undefined ? {} : { title };
      return queueRun(world, repository, {
        workflow: file,
        trigger,
        actor: account(by ?? trigger.actor),
        ...name,
      });
    },
    rerun(id) {
      repeatRun(world, repository, runOf(id));
    },
    lagCommitLookups(times) {
      repository.indexingLag.clear();
      repository.indexingLag.set('*', times);
    },
    async checkout(sha, directory) {
      for (const [path, content] of commitOf(repository, sha).files) {
        const target = join(directory, path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, content);
      }
    },
  };
}

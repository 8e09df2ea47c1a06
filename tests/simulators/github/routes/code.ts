import { invalid, notFound, Refused } from '../answers.ts';
import type { OperationId } from '../contract.ts';
import {
  ancestors,
  changedFiles,
  commitOf,
  commitsBetween,
  mergeBase,
  resolveRef,
} from '../history.ts';
import { simplePullShape, pullShape } from '../pull-shapes.ts';
import { commitShape, fileShape, fullRepositoryShape, htmlUrl, repositoryUrl } from '../shapes.ts';
import type { Commit, Pull, Repository } from '../world.ts';
import { found, listed, numberParam, slice, type Ask, type Route } from './route.ts';

/** Repositories, their contents and commits, and pull requests: everything here only reads. */
function commitParam(ask: Ask, ref: string): Commit {
  const commit = resolveRef(ask.repository, ref);
  if (commit !== undefined) return commit;
  if (/^[0-9a-f]{40}$/u.test(ref)) {
    throw new Refused(
      invalid([{ resource: 'Commit', code: 'custom', message: `No commit found for SHA: ${ref}` }]),
    );
  }
  throw new Refused(notFound);
}

/**
 * For a commit of the default branch: the merged pull request that brought it. For any other: the
 * pull requests, open or merged, whose head holds it.
 */
function pullsOf(repository: Repository, sha: string): readonly Pull[] {
  const pulls = [...repository.pulls.values()];
  const tip = repository.branches.get(repository.defaultBranch);
  const onDefault = tip !== undefined && ancestors(repository, tip).has(sha);
  if (onDefault) return pulls.filter(({ introduced }) => introduced.has(sha));
  return pulls.filter((pull) => {
    const own = commitsBetween(repository, pull.baseSha, pull.headSha).map((commit) => commit.sha);
    return (pull.state === 'open' || pull.mergedAt !== null) && own.includes(sha);
  });
}

function lags(repository: Repository, sha: string): boolean {
  const left = repository.indexingLag.get(sha) ?? repository.indexingLag.get('*') ?? 0;
  repository.indexingLag.set(sha, left - 1);
  return left > 0;
}

function comparison(ask: Ask): Record<string, unknown> {
  const { world, repository } = ask;
  const [base = '', head = ''] = (ask.params['basehead'] ?? '').split('...');
  const from = found(resolveRef(repository, base));
  const to = found(resolveRef(repository, head));
  const common = mergeBase(repository, from.sha, to.sha);
  const ahead = commitsBetween(repository, from.sha, to.sha);
  const behind = commitsBetween(repository, to.sha, from.sha);
  const status =
    ahead.length === 0
      ? behind.length === 0
        ? 'identical'
        : 'behind'
      : behind.length === 0
        ? 'ahead'
        : 'diverged';
  const html = `${htmlUrl(world, repository)}/compare/${base}...${head}`;
  return {
    url: `${repositoryUrl(world, repository)}/compare/${base}...${head}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitShape(world, repository, from),
    merge_base_commit: commitShape(world, repository, common),
    status,
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead,
    files: changedFiles(common, to).map((file) => fileShape(world, repository, to.sha, file)),
  };
}

function pullParam(ask: Ask): Pull {
  return found(ask.repository.pulls.get(numberParam(ask, 'pull_number')));
}

export const codeRoutes: Partial<Record<OperationId, Route>> = {
  'repos/get': {
    needs: [['metadata', 'read']],
    handle: (ask) => ({ status: 200, body: fullRepositoryShape(ask.world, ask.repository) }),
  },
  'repos/get-content': {
    needs: [['contents', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const path = ask.params['path'] ?? '';
      const ref = ask.query.get('ref') ?? repository.defaultBranch;
      const commit = commitParam(ask, ref);
      const text = found(commit.files.get(path));
      const url = `${repositoryUrl(world, repository)}/contents/${encodeURI(path)}?ref=${encodeURIComponent(ref)}`;
      const html = `${htmlUrl(world, repository)}/blob/${commit.sha}/${encodeURI(path)}`;
      return {
        status: 200,
        body: {
          name: path.split('/').at(-1),
          path,
          sha: commit.sha,
          size: Buffer.byteLength(text),
          url,
          html_url: html,
          git_url: `${repositoryUrl(world, repository)}/git/blobs/${commit.sha}`,
          download_url: html.replace('/blob/', '/raw/'),
          type: 'file',
          content: Buffer.from(text).toString('base64').replaceAll(/.{60}/gu, '$&\n'),
          encoding: 'base64',
          _links: {
            self: url,
            git: `${repositoryUrl(world, repository)}/git/blobs/${commit.sha}`,
            html,
          },
        },
      };
    },
  },
  'repos/list-commits': {
    needs: [['contents', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const tip = commitParam(ask, ask.query.get('sha') ?? repository.defaultBranch);
      const all = [...ancestors(repository, tip.sha)].map((sha) => commitOf(repository, sha));
      return listed(ask, all, (commit) => commitShape(world, repository, commit));
    },
  },
  'repos/get-commit': {
    needs: [['contents', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const commit = commitParam(ask, ask.params['ref'] ?? '');
      const [first] = commit.parents;
      const files = first === undefined ? [] : changedFiles(commitOf(repository, first), commit);
      const additions = files.reduce((sum, file) => sum + file.additions, 0);
      const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
      return {
        status: 200,
        body: {
          ...commitShape(world, repository, commit),
          stats: { additions, deletions, total: additions + deletions },
          files: files.map((file) => fileShape(world, repository, commit.sha, file)),
        },
      };
    },
  },
  'repos/compare-commits-with-basehead': {
    needs: [['contents', 'read']],
    handle(ask) {
      const body = comparison(ask);
      const commits = body['commits'] as readonly Commit[];
      const paged = ask.query.has('page') || ask.query.has('per_page');
      // Without paging GitHub gives at most 250 commits; the files only come on the first page.
      const { items, page } = paged
        ? slice(ask, commits)
        : { items: commits.slice(0, 250), page: undefined };
      return {
        status: 200,
        body: {
          ...body,
          commits: items.map((commit) => commitShape(ask.world, ask.repository, commit)),
          files: page === undefined || page.number === 1 ? body['files'] : [],
        },
        ...(page === undefined ? {} : { page }),
      };
    },
  },
  'repos/list-pull-requests-associated-with-commit': {
    needs: [['pull-requests', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const { sha } = commitParam(ask, ask.params['commit_sha'] ?? '');
      const pulls = lags(repository, sha) ? [] : pullsOf(repository, sha);
      return listed(ask, pulls, (pull) => simplePullShape(world, repository, pull));
    },
  },
  'pulls/list': {
    needs: [['pull-requests', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const state = ask.query.get('state') ?? 'open';
      const head = ask.query.get('head');
      const base = ask.query.get('base');
      const pulls = [...repository.pulls.values()]
        .filter((pull) => state === 'all' || pull.state === state)
        .filter((pull) => base === null || pull.baseRef === base)
        .filter(
          (pull) =>
            head === null || `${pull.head.repository.owner.login}:${pull.head.ref}` === head,
        )
        .sort((a, b) => b.number - a.number);
      return listed(ask, pulls, (pull) => simplePullShape(world, repository, pull));
    },
  },
  'pulls/get': {
    needs: [['pull-requests', 'read']],
    handle: (ask) => ({ status: 200, body: pullShape(ask.world, ask.repository, pullParam(ask)) }),
  },
  'pulls/list-files': {
    needs: [['pull-requests', 'read']],
    handle(ask) {
      const { world, repository } = ask;
      const pull = pullParam(ask);
      const base = mergeBase(repository, pull.baseSha, pull.headSha);
      const files = changedFiles(base, commitOf(repository, pull.headSha));
      return listed(ask, files, (file) => fileShape(world, repository, pull.headSha, file));
    },
  },
};

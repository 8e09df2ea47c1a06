import type { FileChange } from './history.ts';
import {
  actionsBot,
  fullName,
  type Account,
  type Commit,
  type Repository,
  type World,
} from './world.ts';

/** GitHub's JSON for accounts, repositories, commits and files. Times have no fraction of a second. */
export type Shape = Record<string, unknown>;

export function time(date: Date): string;
export function time(date: Date | null): string | null;
export function time(date: Date | null): string | null {
  return date === null ? null : date.toISOString().replace(/\.\d+Z$/u, 'Z');
}

export function nodeId(kind: string, id: number | string): string {
  return Buffer.from(`${kind}:${id}`).toString('base64url');
}

export function accountShape(world: World, account: Account): Shape {
  const url = `${world.apiUrl}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${account.id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${world.serverUrl}/${account.type === 'Bot' ? `apps/${account.login.replace('[bot]', '')}` : account.login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    user_view_type: 'public',
    site_admin: false,
  };
}

/** The App behind `GITHUB_TOKEN`. */
export function actionsApp(world: World): Shape {
  return {
    id: 15_368,
    client_id: 'Iv1.05c79e9ad1f6bdfa',
    slug: 'github-actions',
    node_id: nodeId('A', 15_368),
    owner: accountShape(world, world.account('github')),
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: `${world.serverUrl}/apps/github-actions`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2024-04-10T20:33:16Z',
    permissions: { actions: 'write', checks: 'write', contents: 'write', issues: 'write' },
    events: ['push', 'pull_request', 'workflow_dispatch'],
  };
}

export function appOf(world: World, author: Account): Shape | null {
  return author.login === actionsBot.login ? actionsApp(world) : null;
}

const links = {
  archive_url: '{archive_format}{/ref}',
  assignees_url: 'assignees{/user}',
  blobs_url: 'git/blobs{/sha}',
  branches_url: 'branches{/branch}',
  collaborators_url: 'collaborators{/collaborator}',
  comments_url: 'comments{/number}',
  commits_url: 'commits{/sha}',
  compare_url: 'compare/{base}...{head}',
  contents_url: 'contents/{+path}',
  contributors_url: 'contributors',
  deployments_url: 'deployments',
  downloads_url: 'downloads',
  events_url: 'events',
  forks_url: 'forks',
  git_commits_url: 'git/commits{/sha}',
  git_refs_url: 'git/refs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  hooks_url: 'hooks',
  issue_comment_url: 'issues/comments{/number}',
  issue_events_url: 'issues/events{/number}',
  issues_url: 'issues{/number}',
  keys_url: 'keys{/key_id}',
  labels_url: 'labels{/name}',
  languages_url: 'languages',
  merges_url: 'merges',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  pulls_url: 'pulls{/number}',
  releases_url: 'releases{/id}',
  stargazers_url: 'stargazers',
  statuses_url: 'statuses/{sha}',
  subscribers_url: 'subscribers',
  subscription_url: 'subscription',
  tags_url: 'tags',
  teams_url: 'teams',
  trees_url: 'git/trees{/sha}',
} as const;

export function repositoryUrl(world: World, repository: Repository): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`;
}

export function htmlUrl(world: World, repository: Repository): string {
  return `${world.serverUrl}/${fullName(repository)}`;
}

/** What other answers carry of a repository. */
export function minimalRepositoryShape(world: World, repository: Repository): Shape {
  const url = repositoryUrl(world, repository);
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: accountShape(world, repository.owner),
    html_url: htmlUrl(world, repository),
    description: null,
    fork: repository.parent !== null,
    url,
    ...Object.fromEntries(Object.entries(links).map(([key, path]) => [key, `${url}/${path}`])),
  };
}

export function repositoryShape(world: World, repository: Repository): Shape {
  const html = htmlUrl(world, repository);
  const open = [...repository.pulls.values(), ...repository.issues.values()].filter(
    ({ state }) => state === 'open',
  ).length;
  return {
    ...minimalRepositoryShape(world, repository),
    created_at: time(repository.createdAt),
    updated_at: time(world.now()),
    pushed_at: time(world.now()),
    git_url: html.replace(/^https?/u, 'git'),
    ssh_url: `git@${new URL(html).host}:${fullName(repository)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

export function fullRepositoryShape(world: World, repository: Repository): Shape {
  return { ...repositoryShape(world, repository), network_count: 0, subscribers_count: 0 };
}

/** The id of a tree follows from its commit: the simulator keeps no tree objects. */
export function treeId(commit: Commit): string {
  return commit.sha.split('').toReversed().join('');
}

export function emailOf(account: Account): string {
  return `${account.id}+${account.login.replace('[bot]', '')}@users.noreply.github.com`;
}

export function commitShape(world: World, repository: Repository, commit: Commit): Shape {
  const url = repositoryUrl(world, repository);
  const html = htmlUrl(world, repository);
  const signature = {
    name: commit.author.login,
    email: emailOf(commit.author),
    date: time(commit.date),
  };
  return {
    sha: commit.sha,
    node_id: nodeId('C', commit.sha),
    commit: {
      author: signature,
      committer: signature,
      message: commit.message,
      tree: { sha: treeId(commit), url: `${url}/git/trees/${treeId(commit)}` },
      url: `${url}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: {
        verified: false,
        reason: 'unsigned',
        signature: null,
        payload: null,
        verified_at: null,
      },
    },
    url: `${url}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${url}/commits/${commit.sha}/comments`,
    author: accountShape(world, commit.author),
    committer: accountShape(world, commit.author),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${url}/commits/${sha}`,
      html_url: `${html}/commit/${sha}`,
    })),
  };
}

export function fileShape(
  world: World,
  repository: Repository,
  sha: string,
  file: FileChange,
): Shape {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: Buffer.from(file.path).toString('hex').padEnd(40, '0').slice(0, 40),
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(world, repository)}/blob/${sha}/${path}`,
    raw_url: `${htmlUrl(world, repository)}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(world, repository)}/contents/${path}?ref=${sha}`,
  };
}

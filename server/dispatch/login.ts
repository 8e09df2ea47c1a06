import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/core';
import { z } from 'zod';

import { Secret } from '../../shared/core/secret.ts';
import type { GitHubLogin } from '../settings.ts';

/** A repository as far as GitHub's API is concerned. */
export interface Place {
  /** `owner/name` */
  readonly fullName: string;
  readonly githubId: number;
}

/** Gives the token for one repository, just before it is used. */
export type TokenFor = (place: Place, signal: AbortSignal) => Promise<Secret>;

export const apiVersion = '2022-11-28';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Octokit without retries: who sends again decides after looking whether it was done. */
export function createOctokit(apiUrl: string): Octokit {
  return new Octokit({ baseUrl: apiUrl, userAgent: 'certferry', log: quiet });
}

const Installation = z.object({ id: z.int() });

/**
 * A personal token is what it is. An App asks for a token of the repository's installation, narrowed to
 * that repository and to starting and reading workflow runs; it is kept until shortly before its end.
 */
export function createLogin(login: GitHubLogin, apiUrl: string, requestMs = 15_000): TokenFor {
  if (login.kind === 'token') return async () => login.token;
  const octokit = createOctokit(apiUrl);
  // The library takes no signal: a request of its own ends by itself.
  const request = octokit.request.defaults({
    request: {
      fetch: (url: string, init: RequestInit) =>
        fetch(url, { ...init, signal: AbortSignal.timeout(requestMs) }),
    },
  });
  const auth = createAppAuth({
    appId: login.appId,
    privateKey: login.privateKey.reveal(),
    request,
    log: quiet,
  });
  const installations = new Map<number, number>();

  async function installationOf({ fullName, githubId }: Place, signal: AbortSignal) {
    const known = installations.get(githubId);
    if (known !== undefined) return known;
    const [owner = '', repo = ''] = fullName.split('/');
    const { token } = await auth({ type: 'app' });
    const { data } = await octokit.request('GET /repos/{owner}/{repo}/installation', {
      owner,
      repo,
      headers: { authorization: `Bearer ${token}`, 'x-github-api-version': apiVersion },
      request: { signal },
    });
    const { id } = Installation.parse(data);
    installations.set(githubId, id);
    return id;
  }

  return async (place, signal) => {
    const installationId = await installationOf(place, signal);
    try {
      const { token } = await auth({
        type: 'installation',
        installationId,
        repositoryIds: [place.githubId],
        permissions: { actions: 'write', metadata: 'read' },
      });
      return new Secret(token);
    } catch (thrown) {
      // The App may have been installed anew, under another id.
      installations.delete(place.githubId);
      throw thrown;
    }
  };
}

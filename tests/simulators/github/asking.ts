import type { GitHubSimulator } from './github.ts';

/** A bare client for the tests of the simulator: no library stands between them and HTTP. */
export const everything = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
} as const;

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  // Tests read whatever shape the endpoint answers with.
  readonly body: Record<string, unknown> & unknown[];
}

export async function ask(
  gh: GitHubSimulator,
  route: string,
  options: { token?: string; body?: unknown; headers?: Record<string, string>; url?: string } = {},
): Promise<Got> {
  const [method = 'GET', path = ''] = route.split(' ');
  const response = await fetch(options.url ?? `${gh.apiUrl}/repos/octo/shop${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'user-agent': 'test',
      authorization: `token ${options.token ?? gh.token({ permissions: everything })}`,
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  const body = (text === '' ? {} : JSON.parse(text)) as Got['body'];
  return { status: response.status, headers: response.headers, body };
}

/** Takes dispatches with one input of its own and one that has a default. */
export const workflow = `name: Certferry
run-name: certs \${{ inputs.task-id }}
on:
  workflow_dispatch:
    inputs:
      task-id: { required: true }
      config: { default: .github/certferry.yml }
jobs: {}
`;

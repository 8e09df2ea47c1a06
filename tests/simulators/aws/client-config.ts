import type { Aws } from './aws.ts';
import type { AccessKey } from './builders/login.ts';

/** What an SDK client needs to reach the simulator once per command, without retries. */
export function clientConfig(
  aws: Pick<Aws, 'url'>,
  key: Pick<AccessKey, 'accessKeyId' | 'secretAccessKey'> & {
    readonly sessionToken?: string | undefined;
  },
  region = 'eu-west-1',
) {
  const { accessKeyId, secretAccessKey, sessionToken } = key;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  return { region, endpoint: aws.url, credentials, maxAttempts: 1 };
}

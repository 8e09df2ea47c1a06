import { DeployError } from '../../core/errors.ts';

/**
 * Every page of a list. AWS marks the last one by leaving the token out, or by an empty one; an empty
 * token may never be sent. A token that leads to itself is an error, not an endless loop.
 */
export async function* pages<T>(
  read: (token: string | undefined) => Promise<T>,
  next: (page: T) => string | undefined,
): AsyncGenerator<T> {
  let token: string | undefined;
  do {
    const page = await read(token);
    yield page;
    const following = next(page);
    if (following !== undefined && following !== '' && following === token) {
      throw new DeployError('CLOUD_UNEXPECTED', 'a page of a list names itself as the next one');
    }
    token = following;
  } while (token !== undefined && token !== '');
}

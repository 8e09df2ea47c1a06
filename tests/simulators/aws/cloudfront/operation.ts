import { z } from 'zod';

import { AwsError } from '../errors.ts';
import { ids } from '../ids.ts';
import { inputChecker, textInteger } from '../input.ts';
import { type Context, operationsOf } from '../operation.ts';

export const cloudfront = operationsOf('cloudfront', inputChecker('InvalidArgument'));

export const listInput = {
  Marker: z.string().optional(),
  MaxItems: textInteger(1, 100).optional(),
};

/** Fresh on every change, so that a stale one is told apart. */
export const newEtag = ids.etag;

/**
 * 400 without `If-Match` or with something that is no ETag, 412 when it is an older one.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistribution.html
 */
export function checkIfMatch(sent: string | undefined, etag: string): void {
  if (sent === undefined || !/^E[A-Z0-9]+$/u.test(sent)) {
    throw new AwsError(
      'InvalidIfMatchVersion',
      'The If-Match version is missing or not valid for the resource.',
    );
  }
  if (sent !== etag) {
    throw new AwsError(
      'PreconditionFailed',
      "The request failed because it didn't meet the preconditions in one or more request-header fields.",
      412,
    );
  }
}

/** `Marker` is the id of the last item of the page before: no secret, as the API documents it. */
export function pageById<T extends { readonly id: string }>(
  all: readonly T[],
  request: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  limit: number,
) {
  const from =
    request.Marker === undefined || request.Marker === ''
      ? 0
      : all.findIndex(({ id }) => id === request.Marker) + 1;
  if (from === 0 && request.Marker !== undefined && request.Marker !== '') {
    throw new AwsError('InvalidArgument', 'The marker is not valid.');
  }
  const size = Math.min(request.MaxItems ?? 100, limit);
  const items = all.slice(from, from + size);
  const truncated = from + size < all.length;
  return { items, next: truncated ? items.at(-1)?.id : undefined, size };
}

export function arnOf({ account }: Context, kind: string, id: string): string {
  return `arn:${account.partition}:cloudfront::${account.id}:${kind}/${id}`;
}

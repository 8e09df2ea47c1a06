import type { Reply } from '../common/server.ts';
import type { TencentError } from './errors.ts';

function envelope(members: object): Reply {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ Response: members }),
  };
}

export function successReply(members: object, requestId: string): Reply {
  return envelope({ ...members, RequestId: requestId });
}

/** Failures of the API come with HTTP 200 as well. */
export function errorReply(
  { code, message }: Pick<TencentError, 'code' | 'message'>,
  requestId: string,
): Reply {
  return envelope({ Error: { Code: code, Message: message }, RequestId: requestId });
}

/** A well-formed answer in which nothing is where the API puts it. */
export const mangledReply: Reply = envelope({ Unexpected: [{ Reply: true }] });

export const emptyReply: Reply = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{}',
};

export function truncatedReply(reply: Reply): Reply {
  return { ...reply, body: reply.body.slice(0, Math.ceil(reply.body.length / 2)) };
}

const page = (title: string) =>
  `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;

/** What a network that wants a log-in answers in place of the API. */
export const htmlReply: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: page('Sign in to the network'),
};

export const unavailableReply: Reply = {
  status: 503,
  headers: { 'content-type': 'text/html' },
  body: page('503 Service Temporarily Unavailable'),
};

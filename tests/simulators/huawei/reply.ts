import type { Reply } from '../common/server.ts';
import type { HuaweiError } from './errors.ts';
import type { Output } from './operation.ts';

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

function headersOf(requestId: string): Record<string, string> {
  return { 'content-type': 'application/json', 'x-request-id': requestId };
}

export function successReply(output: Output, requestId: string): Reply {
  const { status = 200, headers = {}, body } = output;
  return {
    status,
    headers: { ...headersOf(requestId), ...headers },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

/** The same structure without members that are null. */
export function withoutNulls<T>(value: T): T {
  // What stays has the type it had: only nulls, which mean the same as being absent, are gone.
  if (Array.isArray(value)) return value.map((item: unknown) => withoutNulls(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name, withoutNulls(member as unknown)]),
  ) as T;
}

function errorBody(error: HuaweiError, requestId: string): object {
  const { code, message } = error;
  switch (error.envelope) {
    case 'gateway':
    case 'elb':
    case 'sts':
      return { error_code: code, error_msg: message, request_id: requestId };
    case 'cdn':
      return { error: { error_code: code, error_msg: message } };
    case 'iam':
      return {
        error: { code: error.status, message, title: titles[error.status] ?? 'Error' },
      };
  }
}

export function errorReply(error: HuaweiError, requestId: string): Reply {
  return {
    status: error.status,
    headers: headersOf(requestId),
    body: JSON.stringify(errorBody(error, requestId)),
  };
}

/** A well-formed answer in which nothing is where the API puts it. */
export function mangledReply(requestId: string): Reply {
  return successReply({ body: { unexpected: [{ reply: true }], code: 7 } }, requestId);
}

export const htmlReply: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body><p>Welcome.<br></body></html>\n',
};

export const unavailableReply: Reply = {
  status: 503,
  headers: { 'content-type': 'text/plain' },
  body: 'Service Unavailable',
};

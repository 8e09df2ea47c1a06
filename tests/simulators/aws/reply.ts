import type { Reply } from '../common/server.ts';
import type { AwsError } from './errors.ts';
import type { Output, Service } from './operation.ts';
import type { Protocol, Route } from './route.ts';
import { escapeXml, toXml, type XmlValue } from './xml.ts';

const namespaces: Readonly<Partial<Record<Service, string>>> = {
  elbv2: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  elb: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  cloudfront: 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
};

function contentType(protocol: Protocol): string {
  switch (protocol) {
    case 'json-1.1':
      return 'application/x-amz-json-1.1';
    case 'rest-json':
      return 'application/json';
    case 'query':
    case 'rest-xml':
      return 'text/xml';
  }
}

export function successReply(route: Route, output: Output, requestId: string): Reply {
  const headers: Record<string, string> = {
    'content-type': contentType(route.protocol),
    'x-amzn-requestid': requestId,
  };
  const status = output.status ?? 200;
  switch (route.protocol) {
    case 'json-1.1':
    case 'rest-json':
      return {
        status,
        headers,
        body: output.members === undefined ? '' : JSON.stringify(output.members),
      };
    case 'rest-xml':
      if (output.etag !== undefined) headers['etag'] = output.etag;
      return { status, headers, body: output.xml ?? '' };
    case 'query': {
      const { operation } = route;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every query operation answers plain members
      const result = toXml((output.members ?? {}) as XmlValue);
      const body =
        `<${operation}Response xmlns="${namespaces[route.service] ?? ''}">` +
        `<${operation}Result>${result}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`;
      return { status, headers, body };
    }
  }
}

export function errorReply(
  { protocol, service }: Pick<Route, 'protocol' | 'service'>,
  error: Pick<AwsError, 'code' | 'message' | 'status'>,
  requestId: string,
): Reply {
  const headers: Record<string, string> = {
    'content-type': contentType(protocol),
    'x-amzn-requestid': requestId,
  };
  const { code, message, status } = error;
  switch (protocol) {
    case 'json-1.1':
      return { status, headers, body: JSON.stringify({ __type: code, message }) };
    case 'rest-json':
      headers['x-amzn-errortype'] = code;
      return { status, headers, body: JSON.stringify({ message }) };
    case 'query':
    case 'rest-xml': {
      const type = status < 500 ? 'Sender' : 'Receiver';
      const body =
        `<?xml version="1.0"?>\n<ErrorResponse xmlns="${namespaces[service] ?? ''}"><Error>` +
        `<Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>` +
        `<RequestId>${requestId}</RequestId></ErrorResponse>`;
      return { status, headers, body };
    }
  }
}

/** A well-formed answer in which nothing is where the API puts it. */
export function mangledReply(route: Route, requestId: string): Reply {
  if (route.protocol === 'json-1.1' || route.protocol === 'rest-json') {
    return successReply(route, { members: { Unexpected: [{ Reply: true }] } }, requestId);
  }
  if (route.protocol === 'query') {
    return successReply(route, { members: { Unexpected: { Reply: true } } }, requestId);
  }
  const xml = `<?xml version="1.0"?>\n<Unexpected xmlns="${namespaces.cloudfront ?? ''}"><Reply>true</Reply></Unexpected>`;
  return successReply(route, { xml }, requestId);
}

export const htmlReply: Reply = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head><body><p>Welcome.<br></body></html>\n',
};

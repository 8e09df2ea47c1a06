import { expect, it } from 'vitest';

import { endpointOf } from './places.ts';

it('keeps a port that an address carries', () => {
  expect(endpointOf('lb.example.com', 443)).toEqual({ host: 'lb.example.com', port: 443 });
  expect(endpointOf('127.0.0.1:8443', 443)).toEqual({ host: '127.0.0.1', port: 8443 });
  expect(endpointOf('2001:db8::1', 443)).toEqual({ host: '2001:db8::1', port: 443 });
});

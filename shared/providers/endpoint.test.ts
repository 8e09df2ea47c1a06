import { expect, it } from 'vitest';

import { isSafeEndpoint, isSafeOrigin } from './endpoint.ts';

it.each([
  'https://x.example.com',
  'https://x.example.com/',
  'http://localhost:1',
  'http://127.8.0.1',
  'http://[::1]:80/',
  'http://a.localhost',
])('%s is safe', (address) => {
  expect([isSafeEndpoint(address), isSafeOrigin(address)]).toEqual([true, true]);
});

it.each(['https://x.example.com/base', 'http://[::1]:80/x'])('%s is no origin', (address) => {
  expect([isSafeEndpoint(address), isSafeOrigin(address)]).toEqual([true, false]);
});

it.each([
  'http://x.example.com',
  'http://10.0.0.1',
  'http://127.evil.example',
  'http://128.0.0.1',
  'https://u:p@x.example.com',
  'https://a?b',
  'https://a#b',
  'ftp://127.0.0.1',
  'x',
  '',
])('"%s" is not safe', (address) => {
  expect([isSafeEndpoint(address), isSafeOrigin(address)]).toEqual([false, false]);
});

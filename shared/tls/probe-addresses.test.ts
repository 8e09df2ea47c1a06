import { beforeAll, describe, expect, it } from 'vitest';

import { createRoot, issue } from '../../tests/pki.ts';
import type { Authority, Issued } from '../../tests/pki.ts';
import { listen } from './test-listener.ts';
import { dnsOf, editOf, names, probe } from './test-probe.ts';
import type { EditInput } from './test-probe.ts';

let root: Authority;
let old: Issued;
let wanted: Issued;

beforeAll(async () => {
  root = await createRoot('probe tests');
  [old, wanted] = await Promise.all([issue(root, names), issue(root, names)]);
});

const edit = (input: Partial<EditInput> = {}) => editOf({ old, wanted, ...input });

describe('a probe of a resource with several addresses', () => {
  async function pair(first: Issued, second: Issued) {
    const one = await listen([first], { address: '127.0.0.2' });
    const two = await listen([second], { address: '127.0.0.3', port: one.port });
    const dns = dnsOf({ 'edge.example.net': ['127.0.0.2', '127.0.0.3'] });
    const endpoints = [{ host: 'edge.example.net', port: one.port }];
    const stop = async () => {
      await one[Symbol.asyncDispose]();
      await two[Symbol.asyncDispose]();
    };
    return { one, two, dns, endpoints, [Symbol.asyncDispose]: stop };
  }

  it('is served only when every address shows it', async () => {
    await using edges = await pair(wanted, old);
    const { verdict, tries } = await probe(edit(edges), {
      dns: edges.dns,
      windowMs: 60_000,
      onTry: (doing) => {
        if (doing.includes('try 3')) edges.two.show(wanted);
      },
    });
    expect(verdict).toEqual({ kind: 'served' });
    expect(tries).toHaveLength(3);
    expect(tries[0]).toBe('handshakes, try 1: 1 of 2 show the new certificate');
  });

  it('says of each address whether it shows the old, another, no or the new certificate', async () => {
    await using edges = await pair(wanted, old);
    await using third = await listen([await issue(root, names)], {
      address: '127.0.0.5',
      port: edges.one.port,
    });
    const hosts = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
    const dns = dnsOf({ 'edge.example.net': hosts });
    const { verdict } = await probe(edit(edges), { dns });
    const at = (host: string) => `www\\.example\\.com at ${host}:${third.port}`;
    expect(verdict).toMatchObject({
      kind: 'not-served',
      detail: expect.stringMatching(
        new RegExp(
          `^${at('127.0.0.3')} serves [^;]*, the certificate it had before; ${at('127.0.0.5')} serves [^;]*, neither the old nor the new certificate; ${at('127.0.0.4')}: connection refused; ${at('127.0.0.2')} serves the new certificate$`,
          'u',
        ),
      ),
    });
  });

  it('names the address that went back and was not steady until the end', async () => {
    await using edges = await pair(wanted, old);
    const { verdict } = await probe(edit(edges), {
      dns: edges.dns,
      windowMs: 750,
      onTry: (doing) => {
        if (doing.includes('try 1:')) {
          edges.one.show(old);
        } else {
          edges.one.show(wanted);
          edges.two.show(wanted);
        }
      },
    });
    expect(verdict).toEqual({
      kind: 'not-served',
      detail: `127.0.0.2:${edges.one.port} went back from the new certificate to something else, and was not steady until the end`,
    });
  });

  it('wants three good tries in a row after an address went back', async () => {
    await using edges = await pair(wanted, old);
    const { verdict, tries } = await probe(edit(edges), {
      dns: edges.dns,
      windowMs: 60_000,
      onTry: (doing) => {
        if (doing.includes('try 1:')) edges.one.show(old);
        if (doing.includes('try 2:')) {
          edges.one.show(wanted);
          edges.two.show(wanted);
        }
      },
    });
    expect(verdict).toEqual({ kind: 'served' });
    // Two that were not good, and two good ones before the last.
    expect(tries).toHaveLength(4);
  });

  it('leaves out an address that stays silent, and says so', async () => {
    await using server = await listen([wanted], { address: '127.0.0.2' });
    const dns = dnsOf({ 'edge.example.net': ['127.0.0.2', '127.0.0.4'] });
    const endpoints = [{ host: 'edge.example.net', port: server.port }];
    const { verdict, tries } = await probe(edit({ endpoints }), { dns, windowMs: 60_000 });
    expect(verdict).toEqual({ kind: 'served', detail: `no answer from 127.0.0.4:${server.port}` });
    expect(tries).toHaveLength(2);
  });
});

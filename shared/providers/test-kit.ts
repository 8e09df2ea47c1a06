import { inspect } from 'node:util';

import { expect } from 'vitest';

import type { Issued } from '../../tests/pki.ts';
import { pemCertificates, readCertificate } from '../core/certificate.ts';
import { DeployError } from '../core/errors.ts';
import type { FailureCode } from '../core/errors.ts';
import type {
  Attach,
  Binding,
  Certificate,
  Domain,
  Material,
  Replace,
  Resource,
} from '../core/model.ts';
import { Secret } from '../core/secret.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Log, LogFacts } from '../runtime/log.ts';
import { createFastClock } from './memory/clock.ts';
import type { Call, Product } from './provider.ts';

/** Rates, waits and budgets keep their proportions. */
export const fastClock = (speed = 50): Clock => createFastClock(speed);

/** A log whose every line is kept, to be searched for secrets. */
export function keptLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      lines.push(`${level} ${message} ${JSON.stringify(facts)}`);
    };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
}

export function materialOf(issued: Issued, name = 'shop'): Material {
  const [leaf = '', ...intermediates] = pemCertificates(issued.chain);
  const certificate: Certificate = { ...readCertificate(leaf), name, type: 'uploaded' };
  return { certificate, leaf, intermediates, key: new Secret(issued.key) };
}

const step = (resource: Resource, { certificate }: Material, domains: readonly Domain[]) => ({
  id: '0123456789abcdef',
  task: 'task',
  resource,
  certificate,
  domains,
  inferred: false,
  choice: null,
  digest: 'digest',
});

export function replaceEdit(
  resource: Resource,
  material: Material,
  replaces: readonly Binding[] = resource.bindings,
  domains: readonly Domain[] = resource.domains,
): Replace {
  return { ...step(resource, material, domains), kind: 'replace', replaces };
}

export function attachEdit(
  resource: Resource,
  material: Material,
  domains: readonly Domain[] = resource.domains,
): Attach {
  return { ...step(resource, material, domains), kind: 'attach' };
}

export function single<T>(found: readonly T[]): T {
  const [first, ...more] = found;
  if (first === undefined || more.length > 0) throw new Error(`${found.length} instead of one`);
  return first;
}

export async function all(product: Product, call: Call): Promise<Resource[]> {
  const found: Resource[] = [];
  for await (const resource of product.discover(call)) found.push(resource);
  return found;
}

export async function only(product: Product, call: Call): Promise<Resource> {
  return single(await all(product, call));
}

export async function failure(promise: Promise<unknown>): Promise<DeployError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof DeployError)) throw new Error('no DeployError', { cause: thrown });
  return thrown;
}

export async function expectFailure(
  promise: Promise<unknown>,
  code: FailureCode,
  message: RegExp,
): Promise<DeployError> {
  const error = await failure(promise);
  expect(`${error.code}: ${error.message}`).toMatch(new RegExp(`^${code}: `, 'u'));
  expect(error.message).toMatch(message);
  return error;
}

/** Everything an error shows, hidden properties included. */
export function exposed(value: unknown): string {
  return inspect(value, { depth: 20, showHidden: true, maxStringLength: null });
}

/** The lines of a PEM key that would give it away. */
export function keyLines(pem: string): readonly string[] {
  return pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));
}

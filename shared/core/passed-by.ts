import { coversAll } from './match.ts';
import type { Certificate, Finding, Resource } from './model.ts';
import { matchResource, namesInScope, namesOf } from './slots.ts';
import type { MatchInput } from './slots.ts';

/**
 * A resource that gets nothing although a certificate of the task fits it: nothing can be deployed
 * there, or it serves no HTTPS and the task does not say that it may. Empty where none would fit.
 */
export function passedBy(resource: Resource, input: MatchInput): readonly Finding[] {
  const { blocked, label: subject, bindings } = resource;
  if (blocked === null && (bindings.length > 0 || input.enableHttps)) return [];
  // Spares looking for the nearest miss, which nobody is told of here.
  const { scope } = namesInScope(resource, input.requests);
  if (!scope.in || !scope.domains.some((name) => input.index.covering(name).length > 0)) return [];
  const match = matchResource({ ...resource, blocked: null }, { ...input, enableHttps: true });
  if (match.kind === 'unmatched') return [];
  const fitting = [...new Set(match.changes.map(({ certificate }) => certificate.name))];
  const fit = `${fitting.map((name) => JSON.stringify(name)).join(' and ')} ${fitting.length === 1 ? 'fits' : 'fit'}`;
  if (blocked !== null) {
    const message = `${fit}, and nothing is deployed to it: ${blocked}`;
    return [{ code: 'blocked', level: 'notice', subject, message }, ...resource.findings];
  }
  const message = `${fit}, and it serves no HTTPS today, so nothing is deployed to it: write "enable_https: true" into task ${JSON.stringify(input.task)} to let it attach one`;
  return [{ code: 'https-not-enabled', level: 'notice', subject, message }];
}

/**
 * Names that are the parent of a wildcard of the task, and that nothing in the whole file covers:
 * whoever buys `*.example.com` often thinks of `example.com` as well.
 */
export function openApexes(
  resource: Resource,
  input: MatchInput,
  inFile: Iterable<Certificate>,
): readonly Finding[] {
  const { index } = input;
  const open = namesOf(resource).filter(
    (name) => index.below(name).length > 0 && index.covering(name).length === 0,
  );
  if (open.length === 0) return [];
  const { scope } = namesInScope(resource, input.requests);
  if (!scope.in) return [];
  const inScope = new Set(scope.domains);
  return open.flatMap((name): readonly Finding[] => {
    const [near] = index.below(name);
    if (near === undefined || !inScope.has(name)) return [];
    for (const certificate of inFile) if (coversAll(certificate, [name])) return [];
    const message = `${JSON.stringify(near.name)} covers *.${name} and not ${name} itself, which it serves: a wildcard stands for exactly one label; have ${name} added to the certificate, or exclude it`;
    return [{ code: 'apex-not-covered', level: 'warning', subject: resource.label, message }];
  });
}

import { keyTypeOf } from './certificate.ts';
import { coverage } from './match.ts';
import type { Binding, Certificate, Domain, Finding, KeyType, Resource } from './model.ts';

/** What stays bound next to the new certificate and may be served in its place. */
export function besides(
  resource: Resource,
  certificate: Certificate,
  staying: readonly Binding[],
  placed: ReadonlySet<KeyType>,
): readonly Finding[] {
  const findings: Finding[] = [];
  const type = keyTypeOf(certificate.keyAlgorithm);
  for (const binding of staying) {
    const facts = binding.facts;
    if (facts === null) continue;
    const other = keyTypeOf(facts.keyAlgorithm);
    const ends =
      facts.notAfter === null ? '' : `, which ends on ${facts.notAfter.toISOString().slice(0, 10)}`;
    if (other !== type) {
      if (placed.has(other)) continue;
      findings.push({
        code: 'other-key-type',
        level: 'warning',
        subject: resource.label,
        message: `keeps its ${other.toUpperCase()} certificate for the same names${ends}; ${other === 'ecdsa' ? 'most clients prefer it' : 'clients without ECDSA, and without SNI, get it'}. Deploy one of each kind, or remove it`,
      });
    } else if (binding.slot === 'sni') {
      findings.push({
        code: 'sni-overlap',
        level: 'warning',
        subject: resource.label,
        message: `keeps another certificate of its SNI list that serves some of the same names${ends}: "${certificate.name}" does not cover all of its names (${coverage(certificate, facts.domains).uncovered.slice(0, 3).join(', ')}…), and the load balancer chooses between the two`,
      });
    }
  }
  return findings;
}

/** Why no certificate fits, with the nearest miss. */
export function explain(
  names: readonly Domain[],
  certificates: readonly Certificate[],
  inferred: boolean,
): string {
  const origin = inferred ? ' (inferred from the certificate it serves)' : '';
  let best: { name: string; uncovered: readonly Domain[]; covered: number } | undefined;
  for (const certificate of certificates) {
    const { covered, uncovered } = coverage(certificate, names);
    if (covered.length > (best?.covered ?? 0)) {
      best = { name: certificate.name, uncovered, covered: covered.length };
    }
  }
  if (best !== undefined) {
    return `"${best.name}" covers ${best.covered} of its ${names.length} domains${origin}, but not ${listed(best.uncovered)}, and all share one certificate`;
  }
  const parent = names.find((name) =>
    certificates.some((one) => one.domains.some((san) => san === `*.${name}`)),
  );
  if (parent !== undefined) return `a wildcard does not cover its own parent ${parent}${origin}`;
  const deeper = names.find((name) =>
    certificates.some((one) =>
      one.domains.some((san) => san.startsWith('*.') && name.endsWith(san.slice(1))),
    ),
  );
  if (deeper !== undefined) {
    return `no certificate of the task covers ${deeper}${origin}: a wildcard stands for exactly one label`;
  }
  return `no certificate of the task covers ${listed(names)}${origin}`;
}

function listed(names: readonly Domain[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

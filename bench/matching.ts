import { parseDomain } from '../shared/core/domain.ts';
import { choose, indexCertificates } from '../shared/core/match.ts';
import type { Domain } from '../shared/core/model.ts';
import { certificate } from '../tests/browser/sample-plans.ts';
import type { Figure } from './figure.ts';

const certificates = 1_000;

const domain = (name: string): Domain => {
  const parsed = parseDomain(name);
  if (parsed === undefined) throw new Error(`not a domain: ${name}`);
  return parsed;
};

/** Milliseconds that it takes to find a certificate for each of so many domains; the best of three. */
function timeOf(domains: number): number {
  const held = Array.from({ length: certificates }, (_, index) =>
    certificate(`c${index}`, {
      domains: [domain(`zone${index}.example.com`), domain(`*.zone${index}.example.com`)],
    }),
  );
  const names = Array.from({ length: domains }, (_, index) =>
    domain(`host${index}.zone${index % certificates}.example.com`),
  );
  const times = [1, 2, 3].map(() => {
    const startedAt = performance.now();
    const { covering } = indexCertificates(held);
    const found = names.filter((name) => choose(covering(name), [name]) !== undefined);
    if (found.length !== domains) throw new Error('a domain found no certificate');
    return performance.now() - startedAt;
  });
  return Math.min(...times);
}

/** Matching grows with the domains, and not with domains times certificates. */
export async function matchingFigures(): Promise<readonly Figure[]> {
  const [few, many] = [timeOf(10_000), timeOf(100_000)];
  const growth = many / few;
  return [
    {
      work: `matching of ${certificates.toLocaleString('en')} certificates and 100,000 domains`,
      seen: `${many.toFixed(0)} ms; ${few.toFixed(0)} ms for 10,000 domains`,
      figure: `${growth.toFixed(1)} × the time for ten times the domains`,
      aim: 'linear, under a second',
      holds: many < 1000 && growth < 15,
    },
  ];
}

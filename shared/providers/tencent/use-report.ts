import { isRecord } from './settings.ts';
import type { Fields } from './settings.ts';

/** What uses one certificate, in the cloud's own words; or why that cannot be told. */
export type Uses =
  | { readonly kind: 'told'; readonly by: readonly string[] }
  | { readonly kind: 'untold'; readonly why: string };

const untold = (why: string): Uses => ({ kind: 'untold', why });

/** Each answers even when it finds nothing; one that is missing has not been looked at. */
const required = ['CDN', 'CLB', 'WAF'];

/** Lists of resource types are called by it: `CLB`, `APIGATEWAY`. The other members are text and numbers. */
const typeName = /^[A-Z][A-Z\d]+$/u;

/** What an instance is called, by type: the first of these that it has. */
const names = [
  'Domain',
  'LoadBalancerId',
  'InstanceId',
  'ClusterId',
  'GatewayId',
  'Name',
  'Bucket',
];

function nameOf(instance: unknown): string | undefined {
  if (!isRecord(instance)) return undefined;
  return names.map((name) => instance[name]).find((value) => typeof value === 'string');
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** How many resources this part of the answer counts; undefined where it counts none at all. */
function countOf({ TotalCount, InstanceList }: Fields): number | undefined {
  if (typeof TotalCount !== 'number') return undefined;
  return Math.max(TotalCount, listOf(InstanceList).length);
}

/** Of one type in one region. CloudBase counts per service of each environment, every other at the top. */
function countIn(place: Fields): number | undefined {
  if (!('Environments' in place)) return countOf(place);
  const services = listOf(place['Environments']).flatMap((environment) =>
    isRecord(environment) ? Object.values(environment).filter(isRecord) : [undefined],
  );
  let total = 0;
  for (const service of services) {
    if (service === undefined) return undefined;
    if ('TotalCount' in service || 'InstanceList' in service) {
      const count = countOf(service);
      if (count === undefined) return undefined;
      total += count;
    }
  }
  return total;
}

function useWords(type: string, place: Fields, count: number): string {
  const region = typeof place['Region'] === 'string' ? place['Region'] : '';
  const where = region === '' ? type : `${type} in ${region}`;
  const named = listOf(place['InstanceList']).map(nameOf);
  const known = named.filter((name) => name !== undefined);
  const rest = count - known.length;
  if (known.length === 0) return `${where}: ${count}`;
  return `${where}: ${known.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/**
 * Reads the answer of `DescribeCertificateBindResourceTaskDetail`: one list per type of resource, with
 * one entry per region. Only when every entry of every list counts its resources, and none says that it
 * failed, can it be told that nothing uses the certificate. Types that are new are read as well.
 * https://cloud.tencent.com/document/api/400/97758
 */
export function readUseReport(report: Fields): Uses {
  const by: string[] = [];
  const types = Object.entries(report).filter(
    ([name, value]) => Array.isArray(value) || (value === null && typeName.test(name)),
  );
  let why: string | undefined;
  for (const [type, places] of types) {
    if (places === null) why ??= `nothing is said of ${type}`;
    for (const place of listOf(places)) {
      const count = isRecord(place) ? countIn(place) : undefined;
      const failed = isRecord(place) && typeof place['Error'] === 'string' && place['Error'] !== '';
      if (!isRecord(place) || count === undefined || failed) {
        why ??= `${type} could not be looked at`;
      } else if (count > 0) by.push(useWords(type, place, count));
    }
  }
  // What is known to use it is worth more than what is not known.
  if (by.length > 0) return { kind: 'told', by };
  const missing = required.filter((type) => listOf(report[type]).length === 0);
  if (why !== undefined) return untold(why);
  if (missing.length > 0) return untold(`nothing is said of ${missing.join(', ')}`);
  return { kind: 'told', by };
}

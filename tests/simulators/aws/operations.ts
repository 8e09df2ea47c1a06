import { listRegions } from './account.ts';
import { importCertificate } from './acm/import.ts';
import { readOperations } from './acm/read.ts';
import { searchCertificates } from './acm/search.ts';
import { distributionOperations } from './cloudfront/distributions.ts';
import { tenantOperations } from './cloudfront/tenants.ts';
import { classicOperations } from './elb/classic.ts';
import { describeOperations } from './elb/describe.ts';
import { modifyOperations } from './elb/modify.ts';
import { iamOperations } from './iam.ts';
import type { Operation, Service } from './operation.ts';
import { stsOperations } from './sts.ts';

const all: ReadonlyMap<string, Operation> = new Map(
  [
    importCertificate,
    searchCertificates,
    ...readOperations,
    ...distributionOperations,
    ...tenantOperations,
    ...describeOperations,
    ...modifyOperations,
    ...classicOperations,
    ...stsOperations,
    ...iamOperations,
    listRegions,
  ].map((operation) => [`${operation.service}:${operation.name}`, operation]),
);

/** Undefined: the simulator does not know it, and a client of ours has no use for it. */
export function findOperation(service: Service, name: string): Operation | undefined {
  return all.get(`${service}:${name}`);
}

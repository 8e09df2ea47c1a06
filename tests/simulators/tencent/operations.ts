import { cdnOperations } from './cdn/operations.ts';
import { clbOperations } from './clb/operations.ts';
import type { Service } from './hosts.ts';
import type { Operation } from './operation.ts';
import { regionOperations } from './region.ts';
import { sslOperations } from './ssl/operations.ts';
import { stsOperations } from './sts.ts';
import { wafOperations } from './waf/operations.ts';

const all: ReadonlyMap<string, Operation> = new Map(
  [
    ...sslOperations,
    ...cdnOperations,
    ...clbOperations,
    ...wafOperations,
    ...stsOperations,
    ...regionOperations,
  ].map((operation) => [`${operation.service}:${operation.name}`, operation]),
);

/** Undefined: the simulator does not know it, and a client of ours has no use for it. */
export function findOperation(service: Service, action: string): Operation | undefined {
  return all.get(`${service}:${action}`);
}

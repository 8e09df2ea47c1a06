import { updateDomainMultiCertificates } from './cdn/batch.ts';
import { updateDomainFullConfig } from './cdn/full-config.ts';
import { readOperations } from './cdn/reads.ts';
import { certificateOperations } from './elb/certificates.ts';
import { listenerOperations } from './elb/listeners.ts';
import { loadBalancerOperations } from './elb/load-balancers.ts';
import { policyOperations } from './elb/policies.ts';
import { settingOperations } from './elb/quotas.ts';
import { agencyOperations } from './iam/agency.ts';
import { federationOperations } from './iam/federation.ts';
import { projectOperations } from './iam/projects.ts';
import type { Operation } from './operation.ts';

/**
 * Every API that the simulator knows. Their paths differ, so one endpoint can answer for all:
 * CDN under `/v1.0/cdn` and `/v1.1/cdn`, ELB under `/v3/{project_id}/elb`, IAM under `/v3` and
 * `/v3.0`, STS under `/v5`. SCM is left out on purpose: deploying through it costs money.
 */
export const operations: readonly Operation[] = [
  ...readOperations,
  updateDomainFullConfig,
  updateDomainMultiCertificates,
  ...loadBalancerOperations,
  ...listenerOperations,
  ...certificateOperations,
  ...policyOperations,
  ...settingOperations,
  ...projectOperations,
  ...federationOperations,
  ...agencyOperations,
];

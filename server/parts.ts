import { createCertificates } from './certificates.ts';
import { dashboardPart } from './dashboard/part.ts';
import { dispatchParts } from './dispatch/part.ts';
import { defaultTimings } from './dispatch/timings.ts';
import { intakePart } from './intake/part.ts';
import { monitorPart } from './monitor/part.ts';
import { createGivenUpNotice } from './notices/given-up.ts';
import { noticesPart } from './notices/part.ts';
import { createAuthenticate } from './oidc.ts';
import type { Part } from './part.ts';
import type { Ports } from './ports.ts';
import { repeat } from './repeat.ts';
import { certificateRoutes } from './routes/certificates.ts';
import { healthRoutes } from './routes/health.ts';
import { operatorRoutes } from './routes/operator.ts';
import { quotaRoutes } from './routes/quota.ts';
import { createCertificateArrived } from './tasks-arrival.ts';

/**
 * Everything the receiver consists of, one line each, in the order that they start; they stop in the
 * opposite order. A new part adds its line here and nothing else of the frame changes.
 */
export function createParts(ports: Ports): readonly Part[] {
  const { clock, ledger } = ports;
  const authenticate = createAuthenticate(ports);
  const { debounceMs } = defaultTimings;
  const certificateArrived = createCertificateArrived({ clock, debounceMs });
  const certificates = createCertificates(ports);
  return [
    { name: 'health', routes: healthRoutes(ports) },
    { name: 'operator', routes: operatorRoutes(ports) },
    { name: 'quota', routes: quotaRoutes(ports, authenticate) },
    { name: 'certificates', routes: certificateRoutes(ports, certificates, authenticate) },
    intakePart(ports, { certificateArrived }),
    ...dispatchParts(ports, { authenticate, onGivenUp: createGivenUpNotice(clock) }),
    ...noticesPart(ports),
    ...monitorPart(ports, { authenticate }),
    ...dashboardPart(ports),
    repeat(ports, {
      name: 'leases',
      everySeconds: 60,
      work: async () => await ledger.expireLeases(),
    }),
  ];
}

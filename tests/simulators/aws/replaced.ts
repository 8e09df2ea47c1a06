import { edgeEntry } from './cloudfront/distributions.ts';
import { tenantEntry } from './cloudfront/tenants.ts';
import { classicSlots } from './elb/classic.ts';
import { slotsOf } from './elb/operation.ts';
import type { World } from './world.ts';

/** A re-import reaches every endpoint that uses the certificate, without another call. */
export function followReplacedCertificates(world: World): void {
  world.onReplaced.push((certificate) => {
    for (const account of world.accounts.values()) {
      for (const region of account.regions.values()) {
        for (const listener of region.listeners.values()) {
          if ([listener.certificate, ...listener.sni].includes(certificate)) {
            listener.serving.announce(slotsOf(listener));
          }
        }
        for (const listener of [...region.classic.values()].flatMap(({ listeners }) => listeners)) {
          if (listener.certificate === certificate) {
            listener.serving.announce(classicSlots(listener));
          }
        }
      }
      for (const distribution of account.distributions.values()) {
        if (distribution.certificate === certificate) {
          distribution.serving.announce(edgeEntry(distribution));
        }
      }
      for (const tenant of account.tenants.values()) {
        if (tenantEntry(tenant).identity === certificate.identity) {
          tenant.serving.announce(tenantEntry(tenant));
        }
      }
    }
  });
}

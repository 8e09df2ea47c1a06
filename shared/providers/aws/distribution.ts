import { z } from 'zod';

import { covers, parseDomain } from '../../core/domain.ts';
import { DeployError } from '../../core/errors.ts';
import type { Domain, Edit, Material, Receipt } from '../../core/model.ts';
import type { Clock } from '../../runtime/clock.ts';
import { pause } from '../../runtime/pause.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import type { CertificateStore } from './certificates.ts';
import type { Distributions, VersionedConfig } from './distributions.ts';
import { wireCode } from './errors.ts';
import { changeVersioned } from './etag.ts';
import {
  changedFields,
  withCertificate,
  withoutEchoes,
  withViewerXml,
} from './viewer-certificate.ts';
import type { ViewerRef } from './viewer-certificate.ts';

/** What a distribution's receipt remembers. */
const State = z.strictObject({
  v: z.literal(1),
  kind: z.literal('distribution'),
  id: z.string(),
  /** False: it was as wanted already, so there is nothing to undo. */
  wrote: z.boolean(),
  ref: z.string(),
  before: z.strictObject({
    ref: z.string().nullable(),
    xml: z.string().nullable(),
    sslSupportMethod: z.string().nullable(),
    minimumProtocolVersion: z.string().nullable(),
  }),
  fields: z.record(z.string(), z.string()),
});

export interface DistributionParts {
  readonly distributions: Distributions;
  readonly certificates: CertificateStore;
  readonly store: ViewerRef['store'];
  readonly clock: Clock;
}

/** Polls until CloudFront says `Deployed`: after a second at first, later every twenty. */
export async function untilDeployed(
  name: string,
  status: () => Promise<string>,
  clock: Clock,
  call: Call,
): Promise<void> {
  const endsAt = clock.now().getTime() + 30 * 60_000;
  for (let waitMs = 1000; ; waitMs = Math.min(waitMs * 1.5, 20_000)) {
    const current = await status();
    if (current === 'Deployed') return;
    if (clock.now().getTime() >= endsAt) {
      throw new DeployError(
        'VERIFY_FAILED',
        `${name} took the change, but is still "${current}" after 30 minutes`,
      );
    }
    await pause(clock, waitMs, call);
  }
}

/** The binding that the plan saw must still be there: anything else nobody has previewed. */
export function demandPlanned(name: string, edit: Edit, bound: string | null): void {
  const planned = edit.kind === 'attach' ? null : (edit.replaces[0]?.ref ?? null);
  if (bound === planned) return;
  throw new DeployError(
    'PLAN_STALE',
    `${name} now has ${bound === null ? 'no certificate of its own' : `certificate ${bound}`}, the plan says ${planned ?? 'none'}; preview again`,
  );
}

/** CloudFront may not look at all names when only the certificate changes, so this does. */
export function demandCovered(
  name: string,
  names: readonly string[],
  sans: readonly Domain[],
): void {
  const open = names.filter((text) => {
    const domain = parseDomain(text);
    return domain === undefined || !sans.some((san) => covers(san, domain));
  });
  if (open.length === 0) return;
  throw new DeployError(
    'PLAN_STALE',
    `${name} also serves ${open.join(', ')}, which the certificate does not cover; preview again`,
  );
}

/** CloudFront finds a certificate that was imported a moment ago only after some seconds. */
export const passingFor = (fresh: boolean) => (error: DeployError) =>
  error.code === 'RESOURCE_BUSY' ||
  (fresh &&
    /^InvalidViewerCertificate$|^InvalidArgument$/u.test(wireCode(error) ?? '') &&
    /exist/u.test(error.message));

export function createDistribution(parts: DistributionParts) {
  const { distributions, certificates, store, clock } = parts;

  function demandOpen(name: string, config: VersionedConfig): void {
    if (config.staging) throw new DeployError('REFUSED', `${name} is a staging distribution`);
    if (config.continuousDeployment) {
      throw new DeployError(
        'REFUSED',
        `${name} has a continuous deployment policy, under which CloudFront does not let the certificate change; detach it first`,
      );
    }
  }

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const id = edit.resource.name;
      const name = `distribution ${id}`;
      const { ref, fresh } = await certificates.ensure(material, call);
      const { now, before } = await changeVersioned<VersionedConfig, string>(
        {
          name,
          read: async (at) => await distributions.config(id, at),
          decide(config) {
            if (config.viewer.bound?.ref === ref) return undefined;
            demandOpen(name, config);
            demandPlanned(name, edit, config.viewer.bound?.ref ?? null);
            demandCovered(name, config.aliases, material.certificate.domains);
            return withCertificate(config, { store, ref });
          },
          write: async ({ etag }, xml, at) => {
            await distributions.update(id, xml, etag, at);
          },
          passes: passingFor(fresh),
        },
        { clock },
        call,
      );
      const { viewer, fields } = before ?? now;
      return receiptFor(edit, {
        v: 1,
        kind: 'distribution',
        id,
        wrote: before !== null,
        ref,
        before: {
          ref: viewer.bound?.ref ?? null,
          xml: viewer.xml,
          sslSupportMethod: viewer.bound === null ? null : viewer.sslSupportMethod,
          minimumProtocolVersion: viewer.bound === null ? null : viewer.minimumProtocolVersion,
        },
        fields,
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      const { id } = state;
      const name = `distribution ${id}`;
      const { viewer, fields } = await distributions.config(id, call);
      const wrong = (what: string) =>
        new DeployError('VERIFY_FAILED', `reading ${name} back: ${what}`);
      if (viewer.bound?.ref !== state.ref) {
        throw wrong(`it has certificate ${viewer.bound?.ref ?? 'none'} instead of ${state.ref}`);
      }
      const { sslSupportMethod, minimumProtocolVersion } = state.before;
      if (sslSupportMethod !== null && viewer.sslSupportMethod !== sslSupportMethod) {
        throw wrong(`SSLSupportMethod changed from ${sslSupportMethod}`);
      }
      if (
        minimumProtocolVersion !== null &&
        viewer.minimumProtocolVersion !== minimumProtocolVersion
      ) {
        throw wrong(`MinimumProtocolVersion changed from ${minimumProtocolVersion}`);
      }
      const changed = changedFields(state.fields, fields);
      if (changed.length > 0)
        throw wrong(`more than the certificate changed: ${changed.join(', ')}`);
      await untilDeployed(name, async () => await distributions.status(id, call), clock, call);
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      const { id } = state;
      const name = `distribution ${id}`;
      if (!state.wrote) return;
      await changeVersioned<VersionedConfig, string>(
        {
          name,
          read: async (at) => await distributions.config(id, at),
          decide(config) {
            const bound = config.viewer.bound?.ref ?? null;
            if (bound === state.before.ref) return undefined;
            if (bound !== state.ref) {
              throw new DeployError(
                'REFUSED',
                `${name} has certificate ${bound ?? 'none'}, which this run did not set; it is left alone`,
              );
            }
            const { xml } = state.before;
            return withViewerXml(config.xml, xml === null ? null : withoutEchoes(xml));
          },
          write: async ({ etag }, xml, at) => {
            await distributions.update(id, xml, etag, at);
          },
          passes: passingFor(false),
        },
        { clock },
        call,
      );
    },
  };
}

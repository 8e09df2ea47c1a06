import { z } from 'zod';

import { DeployError } from '../../core/errors.ts';
import type { Edit, Material, Receipt } from '../../core/model.ts';
import type { Call } from '../provider.ts';
import { readState, receiptFor } from '../receipt.ts';
import { digestOf } from './digest.ts';
import { demandCovered, demandPlanned, passingFor, untilDeployed } from './distribution.ts';
import type { DistributionParts } from './distribution.ts';
import { changeVersioned } from './etag.ts';
import type { Tenant } from './schema.ts';
import { parseXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

const State = z.strictObject({
  v: z.literal(1),
  kind: z.literal('tenant'),
  id: z.string(),
  wrote: z.boolean(),
  ref: z.string(),
  /** The certificate of its own that it had; null: it was served with its distribution's. */
  before: z.string().nullable(),
  fields: z.record(z.string(), z.string()),
});

type Facts = Tenant['DistributionTenant'];

/** Every element of a tenant that this version sends back. A newer one would be erased. */
const known = new Set(
  'DistributionTenant Id DistributionId Name Arn Domains member Domain Status Tags Items Tag Key Value Customizations Certificate WebAcl Action GeoRestrictions RestrictionType Locations Location Parameters Parameter ConnectionGroupId CreatedTime LastModifiedTime Enabled'.split(
    ' ',
  ),
);

/** The name of an element that an update by this version would erase; undefined: there is none. */
export function unknownTenantElement(xml: string): string | undefined {
  const search = (element: XmlElement): string | undefined =>
    known.has(element.local)
      ? element.children.map(search).find((name) => name !== undefined)
      : element.local;
  return search(parseXml(xml));
}

/** What may not change when the certificate does. */
function fieldsOf(tenant: Facts): Record<string, string> {
  const { DistributionId, Domains, Customizations, Parameters, ConnectionGroupId, Enabled } =
    tenant;
  return {
    DistributionId,
    Domains: digestOf(Domains.map(({ Domain }) => Domain).sort()),
    Parameters: digestOf(Parameters ?? []),
    WebAcl: digestOf(Customizations?.WebAcl ?? null),
    GeoRestrictions: digestOf(Customizations?.GeoRestrictions ?? null),
    ConnectionGroupId: ConnectionGroupId ?? '',
    Enabled: String(Enabled ?? true),
  };
}

const ownCertificate = (tenant: Facts) => tenant.Customizations?.Certificate?.Arn ?? null;

/**
 * Tenants of multi-tenant distributions. What an update does with members that are left out is not
 * documented, so all of them are sent.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_UpdateDistributionTenant.html
 */
export function createTenant({ distributions, certificates, clock }: DistributionParts) {
  async function write(current: Tenant, certificate: string | null, call: Call): Promise<void> {
    const { ETag, DistributionTenant: tenant } = current;
    const { WebAcl, GeoRestrictions } = tenant.Customizations ?? {};
    await distributions.updateTenant(
      {
        Id: tenant.Id,
        IfMatch: ETag,
        DistributionId: tenant.DistributionId,
        Domains: tenant.Domains.map(({ Domain }) => ({ Domain })),
        Customizations: {
          ...(WebAcl === undefined ? {} : { WebAcl }),
          ...(GeoRestrictions === undefined ? {} : { GeoRestrictions }),
          ...(certificate === null ? {} : { Certificate: { Arn: certificate } }),
        },
        ...(tenant.Parameters === undefined ? {} : { Parameters: tenant.Parameters }),
        ...(tenant.ConnectionGroupId === undefined
          ? {}
          : { ConnectionGroupId: tenant.ConnectionGroupId }),
        ...(tenant.Enabled === undefined ? {} : { Enabled: tenant.Enabled }),
      },
      call,
    );
  }

  function demandKnown(name: string, { xml }: Tenant): void {
    const newer = unknownTenantElement(xml);
    if (newer === undefined) return;
    throw new DeployError(
      'REFUSED',
      `${name} has the setting ${newer}, which this version of Certferry would erase; update Certferry`,
    );
  }

  return {
    async apply(edit: Edit, material: Material, call: Call): Promise<Receipt> {
      const id = edit.resource.name;
      const name = `distribution tenant ${id}`;
      const { ref, fresh } = await certificates.ensure(material, call);
      const shared = edit.kind === 'replace' ? edit.replaces[0]?.ref : undefined;
      const { now, before } = await changeVersioned<Tenant, string>(
        {
          name,
          read: async (at) => await distributions.tenant(id, at),
          decide(current) {
            const tenant = current.DistributionTenant;
            const own = ownCertificate(tenant);
            if (own === ref) return undefined;
            demandKnown(name, current);
            // Without one of its own, the plan named the certificate of its distribution.
            demandPlanned(name, edit, own ?? shared ?? null);
            const names = tenant.Domains.map(({ Domain }) => Domain);
            demandCovered(name, names, material.certificate.domains);
            return ref;
          },
          write,
          passes: passingFor(fresh),
        },
        { clock },
        call,
      );
      const found = (before ?? now).DistributionTenant;
      return receiptFor(edit, {
        v: 1,
        kind: 'tenant',
        id,
        wrote: before !== null,
        ref,
        before: ownCertificate(found),
        fields: fieldsOf(found),
      });
    },

    async verify(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      const name = `distribution tenant ${state.id}`;
      const { DistributionTenant: tenant } = await distributions.tenant(state.id, call);
      const own = ownCertificate(tenant);
      const fields = fieldsOf(tenant);
      const changed = Object.keys(state.fields).filter((key) => state.fields[key] !== fields[key]);
      if (own !== state.ref || changed.length > 0) {
        throw new DeployError(
          'VERIFY_FAILED',
          own === state.ref
            ? `reading ${name} back: more than the certificate changed: ${changed.join(', ')}`
            : `reading ${name} back: it has certificate ${own ?? 'none'} instead of ${state.ref}`,
        );
      }
      const status = async () =>
        (await distributions.tenant(state.id, call)).DistributionTenant.Status;
      await untilDeployed(name, status, clock, call);
    },

    async rollback(receipt: Receipt, call: Call): Promise<void> {
      const state = readState(State, receipt);
      if (!state.wrote) return;
      const name = `distribution tenant ${state.id}`;
      await changeVersioned<Tenant, { readonly certificate: string | null }>(
        {
          name,
          read: async (at) => await distributions.tenant(state.id, at),
          decide(current) {
            const own = ownCertificate(current.DistributionTenant);
            if (own === state.before) return undefined;
            if (own === state.ref) {
              demandKnown(name, current);
              return { certificate: state.before };
            }
            throw new DeployError(
              'REFUSED',
              `${name} has certificate ${own ?? 'none'}, which this run did not set; it is left alone`,
            );
          },
          write: async (current, { certificate }, at) => {
            await write(current, certificate, at);
          },
          passes: passingFor(false),
        },
        { clock },
        call,
      );
      const { DistributionTenant: tenant } = await distributions.tenant(state.id, call);
      if (ownCertificate(tenant) !== state.before) {
        throw new DeployError(
          'OUTCOME_UNKNOWN',
          `${name} took the old settings, but still has certificate ${ownCertificate(tenant) ?? 'none'}`,
        );
      }
    },
  };
}

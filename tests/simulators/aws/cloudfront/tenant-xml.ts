import { Malformed } from '../errors.ts';
import type { Tenant } from '../model.ts';
import { child, escapeXml, parseXml, textAt, type XmlElement, XmlSyntaxError } from '../xml.ts';
import { namespace } from './config.ts';

/** Members of UpdateDistributionTenant as they were sent; undefined: left out. */
export interface TenantUpdate {
  readonly distributionId: string | undefined;
  readonly domains: readonly string[] | undefined;
  readonly customizations:
    | {
        readonly certificateArn: string | undefined;
        readonly webAcl: Tenant['webAcl'];
        readonly geo: Tenant['geo'];
      }
    | undefined;
  readonly parameters: Tenant['parameters'] | undefined;
  readonly connectionGroupId: string | undefined;
  readonly enabled: boolean | undefined;
  /** CloudFront is to get a certificate of its own, and to renew it. */
  readonly asksForManaged: boolean;
}

function malformed(message: string): Malformed {
  return new Malformed('MalformedXML', `The XML document is malformed: ${message}`);
}

/** The root of a request document; children that the operation does not document are refused. */
export function requestRoot(body: string, name: string, members: readonly string[]): XmlElement {
  let root: XmlElement;
  try {
    root = parseXml(body);
  } catch (error) {
    if (error instanceof XmlSyntaxError) throw malformed(error.message);
    throw error;
  }
  if (root.name !== name || root.attributes.get('xmlns') !== namespace) {
    throw malformed(`the root must be ${name} of ${namespace}`);
  }
  only(root, members);
  return root;
}

function only(element: XmlElement | undefined, members: readonly string[]): void {
  for (const { name } of element?.children ?? []) {
    if (!members.includes(name)) throw malformed(`unknown element ${element?.name}/${name}`);
  }
}

function readCustomizations(element: XmlElement): TenantUpdate['customizations'] {
  only(element, ['WebAcl', 'Certificate', 'GeoRestrictions']);
  const [webAcl, certificate, geo] = [
    child(element, 'WebAcl'),
    child(element, 'Certificate'),
    child(element, 'GeoRestrictions'),
  ];
  only(webAcl, ['Action', 'Arn']);
  only(certificate, ['Arn']);
  only(geo, ['RestrictionType', 'Locations']);
  return {
    certificateArn: textAt(certificate, 'Arn'),
    webAcl:
      webAcl === undefined
        ? undefined
        : { action: textAt(webAcl, 'Action') ?? '', arn: textAt(webAcl, 'Arn') },
    geo:
      geo === undefined
        ? undefined
        : {
            type: textAt(geo, 'RestrictionType') ?? '',
            locations: (child(geo, 'Locations')?.children ?? []).map(({ text }) => text),
          },
  };
}

export function readTenantUpdate(body: string): TenantUpdate {
  const root = requestRoot(body, 'UpdateDistributionTenantRequest', [
    'DistributionId',
    'Domains',
    'Customizations',
    'Parameters',
    'ConnectionGroupId',
    'ManagedCertificateRequest',
    'Enabled',
  ]);
  const customizations = child(root, 'Customizations');
  const enabled = textAt(root, 'Enabled');
  return {
    distributionId: textAt(root, 'DistributionId'),
    domains: child(root, 'Domains')?.children.map((item) => textAt(item, 'Domain') ?? ''),
    customizations: customizations === undefined ? undefined : readCustomizations(customizations),
    parameters: child(root, 'Parameters')?.children.map((item) => ({
      name: textAt(item, 'Name') ?? '',
      value: textAt(item, 'Value') ?? '',
    })),
    connectionGroupId: textAt(root, 'ConnectionGroupId'),
    enabled: enabled === undefined ? undefined : enabled === 'true',
    asksForManaged: child(root, 'ManagedCertificateRequest') !== undefined,
  };
}

function customizationsXml({ certificate, webAcl, geo }: Tenant): string {
  const parts = [
    webAcl === undefined
      ? ''
      : `<WebAcl><Action>${webAcl.action}</Action>${webAcl.arn === undefined ? '' : `<Arn>${escapeXml(webAcl.arn)}</Arn>`}</WebAcl>`,
    certificate === undefined
      ? ''
      : `<Certificate><Arn>${escapeXml(certificate.arn)}</Arn></Certificate>`,
    geo === undefined
      ? ''
      : `<GeoRestrictions><RestrictionType>${geo.type}</RestrictionType><Locations>${geo.locations
          .map((location) => `<Location>${escapeXml(location)}</Location>`)
          .join('')}</Locations></GeoRestrictions>`,
  ].join('');
  return parts === '' ? '' : `<Customizations>${parts}</Customizations>`;
}

function members(tenant: Tenant, now: number): string {
  const domains = tenant.domains.map(
    (domain) => `<member><Domain>${escapeXml(domain)}</Domain><Status>active</Status></member>`,
  );
  return (
    `<Id>${tenant.id}</Id><DistributionId>${tenant.distributionId}</DistributionId>` +
    `<Name>${escapeXml(tenant.name)}</Name><Arn>${tenant.arn}</Arn>` +
    `<Domains>${domains.join('')}</Domains>${customizationsXml(tenant)}` +
    (tenant.connectionGroupId === undefined
      ? ''
      : `<ConnectionGroupId>${tenant.connectionGroupId}</ConnectionGroupId>`) +
    `<CreatedTime>${new Date(tenant.createdAt).toISOString()}</CreatedTime>` +
    `<LastModifiedTime>${new Date(tenant.lastModified).toISOString()}</LastModifiedTime>` +
    `<Enabled>${tenant.enabled}</Enabled>` +
    `<Status>${tenant.deployedAt > now ? 'InProgress' : 'Deployed'}</Status>`
  );
}

export function tenantXml(tenant: Tenant, now: number): string {
  const parameters = tenant.parameters.map(
    ({ name, value }) =>
      `<member><Name>${escapeXml(name)}</Name><Value>${escapeXml(value)}</Value></member>`,
  );
  return (
    `<?xml version="1.0"?>\n<DistributionTenant xmlns="${namespace}">${members(tenant, now)}` +
    (parameters.length === 0 ? '' : `<Parameters>${parameters.join('')}</Parameters>`) +
    '</DistributionTenant>'
  );
}

export function tenantSummaryXml(tenant: Tenant, now: number): string {
  return `<DistributionTenantSummary>${members(tenant, now)}<ETag>${tenant.etag}</ETag></DistributionTenantSummary>`;
}

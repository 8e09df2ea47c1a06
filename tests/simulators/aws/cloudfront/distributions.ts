import { z } from 'zod';

import { AwsError } from '../errors.ts';
import type { Distribution, EdgeEntry, StoredCertificate } from '../model.ts';
import type { Context, Operation } from '../operation.ts';
import type { World } from '../world.ts';
import { escapeXml } from '../xml.ts';
import { configOf, configXml, distributionXml, namespace, summaryXml } from './config.ts';
import { arnOf, checkIfMatch, cloudfront, listInput, newEtag, pageById } from './operation.ts';
import { checkDedicatedIps, checkUpdate } from './rules.ts';
import { tenantEntry } from './tenants.ts';
import { authoriseAliases, checkViewer, findViewerCertificate } from './viewer.ts';

function get({ account }: Context, id: string): Distribution {
  const found = account.distributions.get(id);
  if (found === undefined) {
    throw new AwsError('NoSuchDistribution', 'The specified distribution does not exist.', 404);
  }
  return found;
}

/** What the edge serves for it. A staging distribution and a disabled one answer for no name. */
export function edgeEntry(distribution: Distribution): EdgeEntry {
  const { aliases, enabled, staging } = configOf(distribution);
  const answers = enabled && !staging;
  return {
    aliases: answers ? aliases : [],
    identity: distribution.certificate?.identity,
  };
}

/** Stores a config and starts its way to the edge. */
export function putConfig(
  world: World,
  distribution: Distribution,
  config: string,
  certificate: StoredCertificate | undefined,
): void {
  const now = world.now();
  distribution.config = config;
  distribution.certificate = certificate;
  distribution.etag = newEtag();
  distribution.lastModified = now;
  distribution.deployedAt = now + world.settings.deployMs;
  distribution.serving.announce(edgeEntry(distribution));
  world.associate(distribution.arn, [certificate]);
  for (const tenant of distribution.account.tenants.values()) {
    if (tenant.distributionId === distribution.id) tenant.serving.announce(tenantEntry(tenant));
  }
}

function listXml(
  all: readonly Distribution[],
  request: { readonly Marker?: string | undefined; readonly MaxItems?: number | undefined },
  context: Context,
) {
  const limit = context.world.settings.pageSizes.cloudfront ?? 100;
  const page = pageById(all, request, limit);
  const summaries = page.items.map((item) => summaryXml(item, context.now)).join('');
  return {
    xml:
      `<?xml version="1.0"?>\n<DistributionList xmlns="${namespace}">` +
      `<Marker>${escapeXml(request.Marker ?? '')}</Marker>` +
      (page.next === undefined ? '' : `<NextMarker>${page.next}</NextMarker>`) +
      `<MaxItems>${page.size}</MaxItems><IsTruncated>${page.next !== undefined}</IsTruncated>` +
      `<Quantity>${page.items.length}</Quantity>` +
      `${page.items.length === 0 ? '' : `<Items>${summaries}</Items>`}</DistributionList>`,
  };
}

const listDistributions = cloudfront({
  name: 'ListDistributions',
  input: z.strictObject(listInput),
  run: (request, context) => listXml([...context.account.distributions.values()], request, context),
});

const listByConnectionMode = cloudfront({
  name: 'ListDistributionsByConnectionMode',
  input: z.strictObject({ ConnectionMode: z.enum(['direct', 'tenant-only']), ...listInput }),
  run(request, context) {
    const all = [...context.account.distributions.values()].filter(
      (distribution) => configOf(distribution).mode === request.ConnectionMode,
    );
    return listXml(all, request, context);
  },
});

const byId = z.strictObject({ Id: z.string() });
const named = ({ Id }: { readonly Id: string }, context: Context) =>
  arnOf(context, 'distribution', Id);

const getDistribution = cloudfront({
  name: 'GetDistribution',
  input: byId,
  resource: named,
  run({ Id }, context) {
    const distribution = get(context, Id);
    return { xml: distributionXml(distribution, context.now), etag: distribution.etag };
  },
});

const getDistributionConfig = cloudfront({
  name: 'GetDistributionConfig',
  input: byId,
  resource: named,
  run({ Id }, context) {
    const distribution = get(context, Id);
    return { xml: configXml(distribution), etag: distribution.etag };
  },
});

const updateDistribution = cloudfront({
  name: 'UpdateDistribution',
  writes: true,
  input: z.strictObject({ Id: z.string(), IfMatch: z.string().optional(), Body: z.string() }),
  resource: named,
  run({ Id, IfMatch, Body }, context) {
    const { world, account, now } = context;
    const distribution = get(context, Id);
    checkIfMatch(IfMatch, distribution.etag);
    const config = checkUpdate(Body, distribution, world);
    checkViewer(config.viewer, account);
    const certificate = findViewerCertificate(world, account, config.viewer);
    checkDedicatedIps(distribution, config, world);
    authoriseAliases(certificate, config, configOf(distribution).aliases, world);
    putConfig(world, distribution, Body, certificate);
    return { xml: distributionXml(distribution, now), etag: distribution.etag };
  },
});

const listTags = cloudfront({
  name: 'ListTagsForResource',
  input: z.strictObject({ Resource: z.string() }),
  resource: ({ Resource }) => Resource,
  run({ Resource }, { account }) {
    const found = [...account.distributions.values(), ...account.tenants.values()].find(
      ({ arn }) => arn === Resource,
    );
    if (found === undefined) {
      throw new AwsError('NoSuchResource', 'The specified resource does not exist.', 404);
    }
    const tags = [...found.tags].map(
      ([key, value]) => `<Tag><Key>${escapeXml(key)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
    );
    return {
      xml: `<?xml version="1.0"?>\n<Tags xmlns="${namespace}"><Items>${tags.join('')}</Items></Tags>`,
    };
  },
});

export const distributionOperations: readonly Operation[] = [
  listDistributions,
  listByConnectionMode,
  getDistribution,
  getDistributionConfig,
  updateDistribution,
  listTags,
];

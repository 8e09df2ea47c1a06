import {
  CloudFrontClient,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetDistributionTenantCommand,
  ListDistributionsCommand,
  ListDistributionTenantsCommand,
  UpdateDistributionCommand,
  UpdateDistributionTenantCommand,
} from '@aws-sdk/client-cloudfront';
import type {
  DistributionConfig as SdkConfig,
  UpdateDistributionTenantCommandInput,
} from '@aws-sdk/client-cloudfront';

import type { ActionOf } from '../permissions.ts';
import type { Call } from '../provider.ts';
import { createAsk } from './client.ts';
import { keyTypeSentence } from './key-types.ts';
import type { Login } from './login.ts';
import { pages } from './paging.ts';
import type { cloudFrontActions } from './policy.ts';
import { keepReply, sendText } from './raw-body.ts';
import {
  CloudFrontConfig,
  CloudFrontDistributions,
  CloudFrontStatus,
  CloudFrontTenant,
  CloudFrontTenants,
  CloudFrontUpdate,
} from './schema.ts';
import type { DistributionSummary, Tenant, TenantSummary } from './schema.ts';
import { readDistributionConfig } from './viewer-certificate.ts';
import type { DistributionConfig } from './viewer-certificate.ts';

/** A configuration and the ETag that a change of it must name. */
export interface VersionedConfig extends DistributionConfig {
  readonly etag: string;
}

/** Has the right type and is never sent: the raw text takes its place. */
const placeholder: SdkConfig = {
  CallerReference: '',
  Origins: { Quantity: 0, Items: [] },
  DefaultCacheBehavior: { TargetOriginId: '', ViewerProtocolPolicy: 'https-only' },
  Comment: '',
  Enabled: true,
};

/** The ETag is stale: only a new reading helps, so the same is not sent again. */
const underETag = {
  final: ['RESOURCE_BUSY'],
  keyTypes: keyTypeSentence('aws/cloudfront'),
} as const;

/** The calls of CloudFront's control plane. Its rate limit is not published; ten a second pass. */
export function createDistributions(login: Login) {
  const client = login.client(CloudFrontClient, login.partition.globalRegion);
  const ask = createAsk<ActionOf<typeof cloudFrontActions>>(
    login.caller({ concurrency: 8, perSecond: 10, burst: 10 }),
  );

  return {
    async *list(call: Call): AsyncGenerator<DistributionSummary> {
      const page = async (marker: string | undefined) =>
        await ask(
          'cloudfront:ListDistributions',
          'listing distributions',
          CloudFrontDistributions,
          (options) =>
            client.send(
              new ListDistributionsCommand(marker === undefined ? {} : { Marker: marker }),
              options,
            ),
          call,
        );
      const next = ({ DistributionList: { IsTruncated, NextMarker } }: CloudFrontDistributions) =>
        IsTruncated ? NextMarker : undefined;
      for await (const { DistributionList } of pages(page, next))
        yield* DistributionList.Items ?? [];
    },

    async *tenants(call: Call): AsyncGenerator<TenantSummary> {
      const page = async (marker: string | undefined) =>
        await ask(
          'cloudfront:ListDistributionTenants',
          'listing distribution tenants',
          CloudFrontTenants,
          (options) =>
            client.send(
              // The request is a document of its own: with no member at all the SDK sends no body.
              new ListDistributionTenantsCommand({
                MaxItems: 100,
                ...(marker === undefined ? {} : { Marker: marker }),
              }),
              options,
            ),
          call,
        );
      for await (const { DistributionTenantList } of pages(page, ({ NextMarker }) => NextMarker)) {
        yield* DistributionTenantList ?? [];
      }
    },

    async status(id: string, call: Call): Promise<string> {
      const { Distribution } = await ask(
        'cloudfront:GetDistribution',
        `reading the state of distribution ${id}`,
        CloudFrontStatus,
        (options) => client.send(new GetDistributionCommand({ Id: id }), options),
        call,
      );
      return Distribution.Status;
    },

    async config(id: string, call: Call): Promise<VersionedConfig> {
      const { xml, ETag } = await ask(
        'cloudfront:GetDistributionConfig',
        `reading the configuration of distribution ${id}`,
        CloudFrontConfig,
        async (options) => {
          const command = new GetDistributionConfigCommand({ Id: id });
          const text = keepReply(command);
          const reply = await client.send(command, options);
          return { ETag: reply.ETag, xml: text() };
        },
        call,
      );
      return { ...readDistributionConfig(xml), etag: ETag };
    },

    async update(id: string, xml: string, etag: string, call: Call): Promise<void> {
      await ask(
        'cloudfront:UpdateDistribution',
        `switching the certificate of distribution ${id}`,
        CloudFrontUpdate,
        (options) => {
          const command = new UpdateDistributionCommand({
            Id: id,
            IfMatch: etag,
            DistributionConfig: placeholder,
          });
          sendText(command, xml);
          return client.send(command, options);
        },
        call,
        underETag,
      );
    },

    async tenant(id: string, call: Call): Promise<Tenant> {
      return await ask(
        'cloudfront:GetDistributionTenant',
        `reading distribution tenant ${id}`,
        CloudFrontTenant,
        async (options) => {
          const command = new GetDistributionTenantCommand({ Identifier: id });
          const text = keepReply(command);
          const { DistributionTenant, ETag } = await client.send(command, options);
          return { DistributionTenant, ETag, xml: text() };
        },
        call,
      );
    },

    async updateTenant(input: UpdateDistributionTenantCommandInput, call: Call): Promise<void> {
      await ask(
        'cloudfront:UpdateDistributionTenant',
        `switching the certificate of distribution tenant ${input.Id ?? ''}`,
        CloudFrontUpdate,
        (options) => client.send(new UpdateDistributionTenantCommand(input), options),
        call,
        underETag,
      );
    },
  };
}
export type Distributions = ReturnType<typeof createDistributions>;

import { $OpenApiUtil } from '@alicloud/openapi-core';
import { z } from 'zod';

import { DeployError } from '../../../shared/core/errors.ts';
import { Secret } from '../../../shared/core/secret.ts';
import type { Call } from '../../../shared/providers/provider.ts';
import { createCaller } from '../../../shared/runtime/caller.ts';
import type { Clock } from '../../../shared/runtime/clock.ts';
import { toError } from './errors.ts';
import type { CasConfig } from './kind.ts';

/** One certificate of the list. */
export interface CasEntry {
  readonly id: number;
  /** Somebody put it there; it was not issued by way of Alibaba Cloud. */
  readonly uploaded: boolean;
}

export interface CasClient {
  /** Every valid certificate once or, where the list moves meanwhile, twice. */
  certificates(call: Call): AsyncIterable<CasEntry>;
  /** PEM of chain and key; undefined for a kind of certificate that has neither, as SM2 ones. */
  material(
    id: number,
    call: Call,
  ): Promise<{ readonly chain: string; readonly key: Secret | null } | undefined>;
}

/** "Up to 10 times per second per account", of which we leave some to people at the console. */
const limits = { concurrency: 4, perSecond: 8, burst: 8 };
const pageSize = 50;
/** More would be a list that does not end. */
const mostPages = 400;

const List = z.object({
  totalCount: z.int().min(0),
  certificateOrderList: z
    .array(z.object({ certificateId: z.int().positive(), upload: z.boolean().default(false) }))
    .default([]),
});
const Detail = z.object({ cert: z.string().optional(), key: z.string().optional() });

const addresses = {
  china: 'https://cas.aliyuncs.com',
  international: 'https://cas.ap-southeast-1.aliyuncs.com',
} as const;

/**
 * Alibaba Cloud's certificate service through its SDK, whose own retries are off: rate, deadline and
 * retries are the caller's. The SDK is loaded when a source is asked for the first time.
 */
export async function createCasClient(config: CasConfig, clock: Clock): Promise<CasClient> {
  const sdk = await import('@alicloud/cas20200407');
  const address = new URL(config.endpoint ?? addresses[config.site]);
  // Node hands out a CommonJS module as the default; loaders that know better, the module's own.
  const Client: typeof sdk.default.default = Reflect.get(sdk.default, 'default') ?? sdk.default;
  const client = new Client(
    new $OpenApiUtil.Config({
      accessKeyId: config.access_key_id,
      accessKeySecret: config.access_key_secret,
      endpoint: address.host,
      protocol: address.protocol.replace(':', '').toUpperCase(),
      readTimeout: 15_000,
      connectTimeout: 5000,
    }),
  );
  const caller = createCaller({ clock, limits, attempts: 5, deadlineMs: 20_000, toError });

  async function list(page: number, call: Call): Promise<z.infer<typeof List>> {
    const request = new sdk.ListUserCertificateOrderRequest({
      orderType: 'CERT',
      currentPage: page,
      showSize: pageSize,
      ...(config.resource_group === undefined ? {} : { resourceGroupId: config.resource_group }),
    });
    const doing = `reading page ${page} of the certificates`;
    const { body } = await caller.run(doing, () => client.listUserCertificateOrder(request), call);
    return parse(List, body, 'ListUserCertificateOrder');
  }

  return {
    async *certificates(call) {
      for (let page = 1, seen = 0; page <= mostPages; page += 1) {
        const { totalCount, certificateOrderList: entries } = await list(page, call);
        for (const { certificateId: id, upload: uploaded } of entries) yield { id, uploaded };
        seen += entries.length;
        if (entries.length === 0 || seen >= totalCount) return;
      }
    },
    async material(id, call) {
      const request = new sdk.GetUserCertificateDetailRequest({ certId: id, certFilter: false });
      const { body } = await caller.run(
        `reading certificate ${id}`,
        () => client.getUserCertificateDetail(request),
        call,
      );
      const { cert, key } = parse(Detail, body, 'GetUserCertificateDetail');
      if (cert === undefined || cert === '') return undefined;
      if (!cert.includes('-----BEGIN CERTIFICATE-----')) {
        throw unexpected('GetUserCertificateDetail', 'cert');
      }
      return { chain: cert, key: key === undefined || key === '' ? null : new Secret(key) };
    },
  };
}

/** Takes the fields we read; names the one that is not as documented, never what it held. */
function parse<T extends z.ZodType>(schema: T, body: unknown, operation: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw unexpected(operation, parsed.error.issues[0]?.path.map(String).join('.') ?? '');
}

const unexpected = (operation: string, field: string): DeployError =>
  new DeployError('CLOUD_UNEXPECTED', `the reply to ${operation} has no proper "${field}"`);

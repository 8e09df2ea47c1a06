import { BasicCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/BasicCredentials.js';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import { HcClient } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import { DefaultHttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient.js';
import { type Logger, LogLevel } from '@huaweicloud/huaweicloud-sdk-core/logger/index.js';
import type { SdkResponse } from '@huaweicloud/huaweicloud-sdk-core/SdkResponse.js';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { createRoot, type Issued, issue } from '../../pki.ts';
import type { AccessKey } from './builders/login.ts';
import { type AccountHandle, type Huawei, startHuawei } from './huawei.ts';
import { send } from './signed-client.ts';

/** The SDK writes request bodies to the console on any error unless it is given this. */
const mute: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

interface ShownConfig extends SdkResponse {
  readonly configs: { readonly https: { readonly https_status: string } };
}
interface ShownListeners extends SdkResponse {
  readonly listeners: readonly object[];
}

describe('the vendor’s own client against the simulator', () => {
  let shop: Issued;
  let huawei: Huawei;
  let account: AccountHandle;
  let key: AccessKey;

  beforeAll(async () => {
    shop = await issue(await createRoot('SDK root'), { domains: ['*.example.com'] });
  });
  beforeEach(async () => {
    huawei = await startHuawei();
    account = huawei.account('shop');
    key = account.accessKey({ expiresInMs: 60_000 });
  });
  afterEach(async () => {
    expect(huawei.violations).toEqual([]);
    await huawei.close();
  });

  function client(projectId?: string): HcClient {
    const { accessKey: ak, secretKey: sk, securityToken = '' } = key;
    const transport = new DefaultHttpClient({ logger: mute }, [huawei.url]);
    const credentials =
      projectId === undefined
        ? new GlobalCredentials({ ak, sk, securityToken, domainId: account.id })
        : new BasicCredentials({ ak, sk, securityToken, projectId });
    return new HcClient(transport).withEndpoints([huawei.url]).withCredential(credentials);
  }

  it('reads and writes a wildcard domain of CDN', async () => {
    const site = account.addCdnDomain({ name: '*.example.com', certificate: shop });
    const request = {
      url: '/v1.1/cdn/configuration/domains/{domain_name}/configs',
      contentType: 'application/json',
      queryParams: { enterprise_project_id: 'all' },
      pathParams: { domain_name: '*.example.com' },
    };
    const shown = await client().sendRequest<ShownConfig>({
      ...request,
      method: 'GET',
      headers: {},
    });
    expect(shown.configs.https.https_status).toBe('on');
    await client().sendRequest({
      ...request,
      method: 'PUT',
      headers: {},
      data: {
        configs: {
          https: {
            https_status: 'on',
            certificate_source: 0,
            certificate_name: '证书-1',
            certificate_value: shop.chain,
            private_key: shop.key,
          },
        },
      },
    });
    expect(site.held().name).toBe('证书-1');
    expect(huawei.requests.map(({ target }) => target)).toEqual([
      '/v1.1/cdn/configuration/domains/*.example.com/configs?enterprise_project_id=all',
      '/v1.1/cdn/configuration/domains/*.example.com/configs?enterprise_project_id=all',
    ]);
  });

  it('lists listeners of ELB with repeated filters', async () => {
    const project = account.project('cn-north-4');
    await project.addLoadBalancer({
      listeners: [{ protocol: 'HTTPS', certificate: shop }, { protocol: 'HTTP' }],
    });
    const { listeners } = await client(project.id).sendRequest<ShownListeners>({
      method: 'GET',
      url: '/v3/{project_id}/elb/listeners',
      contentType: 'application/json',
      queryParams: { protocol: ['TLS', 'HTTPS', 'TERMINATED_HTTPS'], limit: 2000 },
      pathParams: { project_id: project.id },
      headers: {},
    });
    expect(listeners).toMatchObject([{ protocol: 'HTTPS' }]);
  });

  it('speaks HTTPS under the real names when told to', async () => {
    const secure = await startHuawei({ tls: true, endpoints: false });
    const shopAccount = secure.account('shop');
    const project = shopAccount.project('cn-north-4');
    const own = shopAccount.accessKey();
    expect(secure.url).toMatch(/^https:/u);
    for (const [host, path] of [
      [undefined, '/v1.0/cdn/domains'],
      ['cdn.myhuaweicloud.com', '/v1.0/cdn/domains'],
      ['iam.myhuaweicloud.com', '/v3/auth/projects'],
      ['iam.cn-north-4.myhuaweicloud.com', '/v3/auth/projects'],
      ['elb.cn-north-4.myhuaweicloud.com', `/v3/${project.id}/elb/quotas`],
    ] as const) {
      const ask = host === undefined ? { path } : { path, host };
      expect((await send(secure, own, ask)).status).toBe(200);
    }
    expect(secure.requests.map(({ region }) => region)).toEqual([
      undefined,
      undefined,
      undefined,
      'cn-north-4',
      'cn-north-4',
    ]);
    await secure.close();
  });
});

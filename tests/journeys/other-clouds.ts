import type { Issued } from '../pki.ts';
import { startHuawei } from '../simulators/huawei/huawei.ts';
import type { Huawei } from '../simulators/huawei/huawei.ts';
import { startTencent } from '../simulators/tencent/tencent.ts';
import type { Tencent } from '../simulators/tencent/tencent.ts';

/** The five products of two more clouds, each with one resource that serves the old certificate. */
export interface OtherClouds {
  readonly tencent: Tencent;
  readonly huawei: Huawei;
  /** What the deployment file says of them, indented to its place. */
  readonly accounts: string;
  readonly targets: string;
  /** Secrets of the step. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a handshake shows what is served: port and SNI by product. */
  readonly endpoints: Readonly<Record<string, [port: number, servername: string]>>;
  close(): Promise<void>;
}

export async function openOtherClouds(
  old: Issued,
  /** `tls`: the APIs speak HTTPS, Tencent's with this certificate, Huawei's with its own authority. */
  options: {
    readonly tls?: Issued;
    /** The clock of both clouds. */
    readonly now?: () => number;
  } = {},
): Promise<OtherClouds> {
  const pems = { chain: old.chain, key: old.key };
  const clock = options.now === undefined ? {} : { now: options.now };
  const tencent = await startTencent({
    ...clock,
    settings: { serveDelayMs: 300 },
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const cam = tencent.account('100000000001');
  const bound = cam.uploadCertificate(pems);
  cam.addCdnDomain({ domain: 'img.shop.example.com', certificate: bound });
  cam.addWafDomain({ domain: 'pay.shop.example.com', certificate: bound });
  const clb = await cam.addLoadBalancer({
    region: 'ap-guangzhou',
    name: 'shop-south',
    listeners: [
      {
        protocol: 'HTTPS',
        sni: true,
        rules: [{ domains: ['south.shop.example.com'], certificate: bound }],
      },
    ],
  });
  const tencentKey = cam.accessKey();

  const huawei = await startHuawei({
    ...clock,
    settings: { serveDelayMs: 300 },
    tls: options.tls !== undefined,
  });
  const iam = huawei.account('shop');
  iam.addCdnDomain({ name: 'video.shop.example.com', certificate: pems });
  const elb = await iam.project('cn-north-4').addLoadBalancer({
    name: 'shop-north',
    listeners: [{ protocol: 'HTTPS', name: 'shop-north-443', certificate: pems }],
  });
  const huaweiKey = iam.accessKey();

  const { cdnEdge, wafEdge } = tencent;
  const [huaweiEdge] = huawei.edges;
  const clbListener = clb.listeners[0];
  const elbListener = elb.listeners[0];
  if (
    cdnEdge === undefined ||
    wafEdge === undefined ||
    huaweiEdge === undefined ||
    clbListener === undefined ||
    elbListener === undefined
  ) {
    throw new Error('a stage needs TLS endpoints');
  }
  return {
    tencent,
    huawei,
    accounts: `  tencent-prod:
    provider: tencent
    regions: [ap-guangzhou]
    endpoint: ${tencent.url}
    credentials: { secret_id: { env: TENCENT_SECRET_ID }, secret_key: { env: TENCENT_SECRET_KEY } }
  huawei-prod:
    provider: huawei
    regions: [cn-north-4]
    endpoint: ${huawei.url}
    credentials: { access_key: { env: HW_AK }, secret_key: { env: HW_SK } }
`,
    targets: `      - product: tencent/cdn
        connect_to: 127.0.0.1:${cdnEdge.port}
      - product: tencent/clb
      - product: tencent/waf
        connect_to: 127.0.0.1:${wafEdge.port}
      - product: huawei/cdn
        connect_to: 127.0.0.1:${huaweiEdge.port}
      - product: huawei/elb
`,
    env: {
      TENCENT_SECRET_ID: tencentKey.secretId,
      TENCENT_SECRET_KEY: tencentKey.secretKey,
      HW_AK: huaweiKey.accessKey,
      HW_SK: huaweiKey.secretKey,
    },
    endpoints: {
      'tencent/cdn': [cdnEdge.port, 'img.shop.example.com'],
      'tencent/clb': [clbListener.port, 'south.shop.example.com'],
      'tencent/waf': [wafEdge.port, 'pay.shop.example.com'],
      'huawei/cdn': [huaweiEdge.port, 'video.shop.example.com'],
      'huawei/elb': [elbListener.port, 'shop.example.com'],
    },
    async close() {
      await tencent.close();
      await huawei.close();
    },
  };
}

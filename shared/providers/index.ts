import { awsSpec } from './aws/spec.ts';
import { huaweiSpec } from './huawei/spec.ts';
import type { ProviderSpec } from './provider.ts';
import { tencentSpec } from './tencent/spec.ts';

/** Every cloud. A spec is light; its SDK is loaded only when one of its accounts is used. */
export const providers: readonly ProviderSpec[] = [awsSpec, huaweiSpec, tencentSpec];

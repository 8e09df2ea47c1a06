import type {
  DescribeProductsRequest,
  DescribeRegionsRequest,
} from 'tencentcloud-sdk-nodejs/tencentcloud/services/region/v20220627/region_models.js';

import { TencentError } from './errors.ts';
import { type Operation, operationsOf } from './operation.ts';

const region = operationsOf('region');

const products = ['cvm', 'vpc', 'clb', 'ssl', 'cdn', 'waf'];

/** https://cloud.tencent.com/document/api/1596/77930 */
const describeRegions = region({
  name: 'DescribeRegions',
  run({ Product }: DescribeRegionsRequest, { account }) {
    if (!products.includes(Product)) {
      throw new TencentError('InvalidParameterValue', `The product ${Product} does not exist.`);
    }
    return {
      TotalCount: account.regions.size,
      RegionSet: [...account.regions].map(([Region, RegionState]) => ({
        Region,
        RegionName: `地域(${Region})`,
        RegionState,
        RegionTypeMC: null,
        LocationMC: null,
        RegionNameMC: null,
        RegionIdMC: null,
      })),
    };
  },
});

const describeProducts = region({
  name: 'DescribeProducts',
  run({ Limit = 20, Offset = 0 }: DescribeProductsRequest) {
    const page = products.slice(Offset, Offset + Math.min(Limit, 100));
    return { TotalCount: products.length, Products: page.map((Name) => ({ Name })) };
  },
});

export const regionOperations: readonly Operation[] = [describeRegions, describeProducts];

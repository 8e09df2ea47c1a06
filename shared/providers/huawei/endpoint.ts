export type Service = 'cdn' | 'elb' | 'iam' | 'sts';

/** The European site is a cloud of its own, with accounts, hosts and a top-level domain of its own. */
const isEuropean = (region: string) => /^eu-west-1\d\d$/u.test(region);

/**
 * Where a service is called. CDN and IAM are global; `region` then only says which site is meant.
 * https://console.huaweicloud.com/apiexplorer/#/endpoint
 */
export function originOf(service: Service, region: string): string {
  const european = isEuropean(region);
  const regional = service === 'elb' || service === 'sts' || (service === 'iam' && european);
  const cloud = european ? 'myhuaweicloud.eu' : 'myhuaweicloud.com';
  return regional ? `https://${service}.${region}.${cloud}` : `https://${service}.${cloud}`;
}

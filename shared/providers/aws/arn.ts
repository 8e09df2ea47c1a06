/** `arn:partition:service:region:account:resource`. Undefined for text that is no ARN. */
export function parseArn(text: string) {
  const [arn, partition, service, region, account, ...resource] = text.split(':');
  if (arn !== 'arn' || resource.length === 0) return undefined;
  return {
    partition: partition ?? '',
    service: service ?? '',
    region: region ?? '',
    account: account ?? '',
    resource: resource.join(':'),
  };
}

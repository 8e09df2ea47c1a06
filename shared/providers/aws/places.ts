import type { Finding } from '../../core/model.ts';
import { warning } from '../places.ts';
import { storeFindings } from '../room.ts';
import type { Holding } from '../room.ts';

/** Of IAM in one account, which takes what ACM cannot serve. */
export function iamFindings(account: string, room: Holding | undefined): readonly Finding[] {
  return storeFindings(`${account} IAM`, room, {
    what: 'server certificates',
    remedy:
      'what ACM cannot serve is uploaded there (EC and RSA 4096 keys for Classic Load Balancers, all of CloudFront in China), so remove old ones ("certferry clean" finds its own) or have AWS raise the quota',
  });
}

/** Whoever described the resource in a template will set the old certificate again. */
export function templateFinding(tags: ReadonlyMap<string, string>, subject: string): Finding[] {
  const stack = tags.get('aws:cloudformation:stack-name');
  if (stack === undefined) return [];
  return [
    warning(
      'managed-by-template',
      subject,
      `managed by the CloudFormation stack "${stack}": its next update may set the old certificate again; change the template too`,
    ),
  ];
}

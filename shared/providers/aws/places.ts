import type { Finding } from '../../core/model.ts';
import { warning } from '../places.ts';

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

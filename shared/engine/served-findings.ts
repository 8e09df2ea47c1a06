import type { Finding } from '../core/model.ts';
import type { ProbeVerdict } from './ports.ts';

/** What a proof by handshakes leaves open, and what else was seen: findings about one resource. */
export function servedFindings(
  subject: string,
  { detail, remarks = [] }: Extract<ProbeVerdict, { readonly kind: 'served' }>,
): readonly Finding[] {
  const open: readonly Finding[] =
    detail === undefined
      ? []
      : [{ code: 'partly-proven', level: 'notice', subject, message: detail }];
  return [...open, ...remarks.map((remark) => ({ ...remark, subject }))];
}

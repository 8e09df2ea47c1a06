import type { TaskPlan } from '../core/model.ts';
import type { ChangeReport, TaskReport } from '../wire/report.ts';

function countBy(keys: readonly string[], matched: readonly string[]): Map<string, number> {
  const counts = new Map(keys.map((key) => [key, 0]));
  for (const key of matched) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * The sums hold by construction: `matched` = `edits` + `kept`, and in a run
 * `edits` = `success` + `error` + `held`. Rolled-back edits are errors.
 */
export function countsOf(plan: TaskPlan, changes: readonly ChangeReport[]): TaskReport['counts'] {
  const having = (...statuses: readonly ChangeReport['status'][]) =>
    changes.filter(({ status }) => statuses.includes(status)).length;
  const kept = changes.filter(({ action }) => action === 'keep').length;
  return {
    certificates: plan.certificates.length,
    resources: plan.resources,
    matched: changes.length,
    edits: changes.length - kept,
    kept,
    held: having('held'),
    success: having('success'),
    error: having('error', 'rolled-back', 'rollback-error'),
  };
}

/** How many changes each certificate and each product has; those without any count as 0. */
export function matchesOf(
  certificates: readonly string[],
  products: readonly string[],
  changes: readonly ChangeReport[],
): Pick<TaskReport, 'perCertificate' | 'perProduct'> {
  const wanted = changes.map((change) => change.new.name);
  const places = changes.map(({ product }) => product);
  return {
    perCertificate: [...countBy(certificates, wanted)].map(([name, matched]) => ({
      name,
      matched,
    })),
    perProduct: [...countBy(products, places)]
      .map(([product, matched]) => ({ product, matched }))
      .sort((a, b) => b.matched - a.matched || (a.product < b.product ? -1 : 1)),
  };
}

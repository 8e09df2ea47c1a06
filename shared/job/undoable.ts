import type { Finding, Json } from '../core/model.ts';
import type { Report } from '../wire/report.ts';

/** What earlier runs left that a rollback by hand may still need. */
export interface Undoable {
  /** Texts that name the certificate objects: ids, or pieces of configuration that hold one. */
  readonly texts: ReadonlySet<string>;
  /** What could not be asked, in words. */
  readonly findings: readonly Finding[];
}

/** Where nobody can be asked which runs may still be rolled back. */
export function nobodyKnows(why: string): Undoable {
  const message = `which runs may still be rolled back could not be asked: ${why}. The grace period stands for it: what a run of that time has replaced by a certificate that was there long before may go`;
  return {
    texts: new Set(),
    findings: [{ code: 'receipts-unknown', level: 'notice', subject: null, message }],
  };
}

/** Every text in what these deployments remember of the resources that they changed. */
export function textsOf(reports: readonly Report[]): ReadonlySet<string> {
  const texts = new Set<string>();
  const collect = (value: Json): void => {
    if (typeof value === 'string') texts.add(value);
    else if (typeof value === 'object' && value !== null)
      Object.values<Json>(value).forEach(collect);
  };
  for (const { mode, tasks } of reports) {
    if (mode !== 'deploy') continue;
    for (const { receipt, old, replaced } of tasks.flatMap((task) => task.changes)) {
      // Without a receipt a run cannot be rolled back there.
      if (receipt === null) continue;
      collect(receipt);
      for (const { ref } of replaced) texts.add(ref);
      if (old?.ref !== null && old?.ref !== undefined) texts.add(old.ref);
    }
  }
  return texts;
}

import type { CleanUpReport, StoredObjectReport } from '../wire/report.ts';
import { count, list, number } from './words.ts';

const having = ({ objects }: CleanUpReport, status: StoredObjectReport['status']) =>
  objects.filter((one) => one.status === status).length;

/** What a clean-up came to, in one line. */
export function cleanCounts(cleanUp: CleanUpReport | undefined): string {
  if (cleanUp === undefined) return '';
  const { dryRun, objects, accounts } = cleanUp;
  if (objects.length === 0) return 'no certificate object of Certferry was found';
  const gone = having(cleanUp, dryRun ? 'removable' : 'removed');
  const failed = having(cleanUp, 'failed');
  const unproven = accounts.filter(({ proven }) => !proven).length;
  return list([
    `${count(gone, 'certificate object')} ${dryRun ? 'can be removed' : 'removed'}`,
    `${number(having(cleanUp, 'kept'))} kept`,
    failed > 0 && `${number(failed)} could not be removed`,
    unproven > 0 && `${count(unproven, 'account')} not proven`,
  ]);
}

import type { Report } from '../wire/report.ts';
import { verbs } from './words.ts';

/** What the edits that nothing stands against are called together: planned, or done. */
export function editsTitle(mode: Report['mode']): string {
  const { done } = verbs[mode];
  if (mode === 'preview') return 'Edits';
  // Nothing is carried out there: what the file wants and nobody has deployed stays open.
  if (mode === 'verify') return 'Not deployed yet';
  return done.charAt(0).toUpperCase() + done.slice(1);
}

/** What the groups that need eyes are called. */
export const eyeTitles: Record<
  Report['mode'],
  { readonly failed: string; readonly held: string; readonly gaps: string }
> = {
  preview: { failed: 'Failed', held: 'Refused', gaps: 'Could not be read, and is not touched' },
  deploy: { failed: 'Failed', held: 'Held back', gaps: 'Could not be read, and is not touched' },
  verify: { failed: 'Not as deployed', held: 'Not proven', gaps: 'Could not be read' },
  rollback: { failed: 'Failed', held: 'Held back', gaps: 'Could not be read, and is not touched' },
  clean: { failed: 'Failed', held: 'Held back', gaps: 'Could not be read, and is not touched' },
};

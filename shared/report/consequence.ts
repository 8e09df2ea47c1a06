import type { Report } from '../wire/report.ts';

/** What happens next, said where it is certain. */
export function consequence(report: Report): string {
  switch (report.verdict) {
    case 'ready':
      if (report.mode === 'clean') return 'This was a dry run: nothing was removed.';
      return 'After the merge exactly these edits are carried out; an edit that nobody saw here is held back.';
    case 'incomplete':
      return report.mode === 'verify'
        ? 'What could not be read or asked is not verified. Run the verification again when it can be.'
        : 'What could not be read is not touched. Run the preview again when it can be read.';
    case 'refused':
      return 'A refused edit is never carried out.';
    case 'offline':
      return 'This run has no secrets, so no cloud was asked. The full preview runs for branches of this repository.';
    case 'drifted':
      return 'Find out who changed it. Then start the workflow by hand to put back what is not bound any more, or change the deployment file.';
    case 'scheduled':
      return 'Exactly these edits are carried out when their time has come.';
    case 'expiring':
      return 'Renew what ends soon. What is issued to a receiver is deployed by itself; any other certificate is replaced where it comes from, and deployed by starting the workflow by hand.';
    case 'unchanged':
    case 'success':
    case 'partial':
    case 'error':
    case 'held':
    case 'invalid':
    case 'cancelled':
      return '';
  }
}

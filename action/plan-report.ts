import type { EditDigest } from '../shared/core/model.ts';
import type { Report } from '../shared/wire/report.ts';

/** Every edit that a report shows as something that will be done; none that it refuses. */
export function editsShown({ tasks }: Pick<Report, 'tasks'>): readonly EditDigest[] {
  const shown = tasks.flatMap(({ changes }) =>
    changes.flatMap(({ digest, error }) => (digest === null || error !== null ? [] : [digest])),
  );
  return [...new Set(shown)];
}

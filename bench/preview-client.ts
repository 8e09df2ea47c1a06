import { previewJob } from '../shared/job/preview-job.ts';
import { benchDoor, jobOptions } from './door.ts';

/**
 * A preview in a process of its own, from the text of the file to the report. Prints how long it took in
 * milliseconds, what it found, and the most memory it held.
 */
const startedAt = performance.now();
const report = await previewJob(benchDoor(), jobOptions, {
  signal: new AbortController().signal,
  log: jobOptions.log,
});
console.log(
  JSON.stringify({
    ms: performance.now() - startedAt,
    verdict: report.verdict,
    problems: report.problems,
    resources: report.tasks.reduce((sum, { counts }) => sum + counts.resources, 0),
    gaps: report.tasks.flatMap(({ gaps }) => gaps.map(({ error }) => error.message)),
    peakMegabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

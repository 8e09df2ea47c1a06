import { deployJob } from '../shared/job/deploy-job.ts';
import { benchDoor, jobOptions } from './door.ts';

/** A deployment in a process of its own, proof included. Prints how long it took in milliseconds. */
const startedAt = performance.now();
const report = await deployJob(
  benchDoor(),
  { ...jobOptions, pins: async () => null },
  { signal: new AbortController().signal, log: jobOptions.log },
);
console.log(
  JSON.stringify({
    ms: performance.now() - startedAt,
    verdict: report.verdict,
    proven: report.tasks.reduce((sum, { counts }) => sum + counts.success, 0),
    problems: report.problems,
  }),
);

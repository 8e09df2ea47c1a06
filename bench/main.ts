import { parseArgs } from 'node:util';

import { deployFigures } from './deploy.ts';
import type { Figure } from './figure.ts';
import { matchingFigures } from './matching.ts';
import { previewFigures } from './preview.ts';
import { startupFigures } from './startup.ts';

/**
 * `npm run bench`: how fast Certferry is, as ratios that are measured side by side in one run. Prints each
 * figure as it is known. `--only preview` measures one part, `--resources 900` a smaller world.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    resources: { type: 'string', default: '10000' },
  },
});
const resources = Number(values.resources);
if (!(resources >= 9 && resources <= 100_000)) throw new Error('--resources: 9 to 100000');

const parts: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  preview: async () => await previewFigures(resources),
  deploy: deployFigures,
  startup: startupFigures,
  matching: matchingFigures,
};
const chosen = Object.entries(parts).filter(([name]) => (values.only ?? name) === name);
if (chosen.length === 0) throw new Error(`--only: ${Object.keys(parts).join(', ')}`);

let missed = 0;
for (const [name, measure] of chosen) {
  console.log(`${name} …`);
  for (const { work, seen, figure, aim, holds } of await measure()) {
    const mark = holds === null ? '·' : holds ? '✓' : '✗';
    if (holds === false) missed += 1;
    console.log(`${mark} ${work}\n    ${figure}  (aim: ${aim})\n    ${seen}`);
  }
}
console.log(
  missed === 0 ? '\nEvery aim that was compared is met.' : `\n${missed} aims are missed.`,
);

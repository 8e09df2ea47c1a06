import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a release is made from. */
export interface ReleaseSources {
  /** `version` of package.json. */
  readonly version: string;
  readonly changelog: string;
}

/**
 * The notes of the release that this tag asks for: the section of the change log. Throws when tag,
 * version and change log do not agree, or the section has no date or no text.
 */
export function releaseNotes(tag: string, { version, changelog }: ReleaseSources): string {
  if (tag !== `v${version}`) {
    throw new Error(`the tag is ${tag}, but package.json says version ${version}`);
  }
  const sections = changelog.split(/^## /mu).slice(1);
  const section = sections.find((text) => text.split(/\s/u)[0] === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## ${version}"`);
  const [heading = '', ...lines] = section.split('\n');
  if (!/^\S+ \(\d{4}-\d{2}-\d{2}\)$/u.test(heading)) {
    throw new Error(`the heading must be "## ${version} (YYYY-MM-DD)", not "## ${heading}"`);
  }
  const notes = lines.join('\n').trim();
  if (notes === '') throw new Error(`the section "## ${heading}" of CHANGELOG.md is empty`);
  return notes;
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const read = (file: string) => readFileSync(join(root, file), 'utf8');
  const { version } = JSON.parse(read('package.json')) as { version: string };
  try {
    console.log(releaseNotes(process.argv[2] ?? '', { version, changelog: read('CHANGELOG.md') }));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

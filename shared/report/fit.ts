import { byteLength } from './safe.ts';

/** A part that can lose rows: a table, perhaps folded. Never split inside of a row. */
export interface Block {
  readonly open: string;
  readonly rows: readonly string[];
  /** Printed after the last row when some are left out. Must not get longer as the number falls. */
  readonly more: (leftOut: number) => string;
  readonly close: string;
  /** Blocks with a lower rank are given room first; equal ranks in the order of the document. */
  readonly rank: number;
}

/** A part that is left out as a whole only when not even its headings fit. */
export interface Section {
  readonly head: string;
  readonly blocks: readonly Block[];
}

export interface Layout {
  readonly first: string;
  readonly sections: readonly Section[];
  /** Printed after the last section when some are left out. */
  readonly moreSections: (leftOut: number) => string;
  readonly last: string;
}

/** Each block gets this many rows before any block gets more. */
const fairShare = 20;
const gap = '\n\n';

const sizeOf = (text: string) => byteLength(text) + byteLength(gap);

/** The size of a block without a row, with the note that all of them are left out. */
function bare(block: Block): number {
  return sizeOf([block.open, block.more(block.rows.length), block.close].join('\n'));
}

function sectionSize({ head, blocks }: Section): number {
  return sizeOf(head) + blocks.reduce((size, block) => size + bare(block), 0);
}

function print(block: Block, shown: number): string {
  const leftOut = block.rows.length - shown;
  const lines = [block.open, ...block.rows.slice(0, shown)];
  if (leftOut > 0) lines.push(block.more(leftOut));
  return [...lines, block.close].join('\n');
}

/**
 * The layout as one text of at most `limit` bytes: rows go first, each block from its bottom, then
 * whole sections from the end. First line and last line always stay.
 */
export function fit(layout: Layout, limit: number): string {
  const fixed = sizeOf(layout.first) + sizeOf(layout.last);
  const sizes = layout.sections.map(sectionSize);
  let kept = sizes.length;
  let room = limit - fixed - sizes.reduce((sum, size) => sum + size, 0);
  const note = sizeOf(layout.moreSections(layout.sections.length));
  while (kept > 0 && room - (kept < sizes.length ? note : 0) < 0) {
    kept -= 1;
    room += sizes[kept] ?? 0;
  }
  const leftOut = sizes.length - kept;
  if (leftOut > 0) room -= note;

  const sections = layout.sections.slice(0, kept);
  const blocks = sections
    .flatMap((section) => section.blocks)
    .map((block) => ({ block, shown: 0, full: false }));
  const inTurn = [...blocks].sort((a, b) => a.block.rank - b.block.rank);
  for (const share of [fairShare, Infinity]) {
    for (const each of inTurn) {
      const { rows } = each.block;
      const until = Math.min(rows.length, share);
      while (!each.full && each.shown < until) {
        const cost = byteLength(rows[each.shown] ?? '') + 1;
        if (cost > room) each.full = true;
        else {
          room -= cost;
          each.shown += 1;
        }
      }
    }
  }

  const texts = [layout.first];
  let next = 0;
  for (const section of sections) {
    if (section.head !== '') texts.push(section.head);
    for (const block of section.blocks) {
      texts.push(print(block, blocks[next]?.shown ?? 0));
      next += 1;
    }
  }
  if (leftOut > 0) texts.push(layout.moreSections(leftOut));
  texts.push(layout.last);
  return texts.filter((text) => text !== '').join(gap);
}

import type { Mark } from './facts.ts';

/** How something ended, without colour. */
export const markSigns: Readonly<Record<Mark, string>> = {
  good: '✅',
  warning: '⚠️',
  bad: '❌',
  paused: '⏸️',
};

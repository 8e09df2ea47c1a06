import type { Operation } from '../operation.ts';
import { describeOperations } from './describe.ts';
import { modifyOperations } from './modify.ts';
import { replaceOperations } from './replace.ts';

export const clbOperations: readonly Operation[] = [
  ...describeOperations,
  ...modifyOperations,
  ...replaceOperations,
];

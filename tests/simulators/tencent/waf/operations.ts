import type { Operation } from '../operation.ts';
import { modifyOperations } from './modify.ts';
import { readOperations } from './read.ts';

export const wafOperations: readonly Operation[] = [...readOperations, ...modifyOperations];

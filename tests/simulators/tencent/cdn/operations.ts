import type { Operation } from '../operation.ts';
import { readOperations } from './read.ts';
import { writeOperations } from './write.ts';

export const cdnOperations: readonly Operation[] = [...readOperations, ...writeOperations];

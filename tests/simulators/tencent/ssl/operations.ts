import type { Operation } from '../operation.ts';
import { deleteOperations } from './delete.ts';
import { readOperations } from './read.ts';
import { uploadOperations } from './upload.ts';
import { useOperations } from './uses.ts';

export const sslOperations: readonly Operation[] = [
  ...uploadOperations,
  ...readOperations,
  ...deleteOperations,
  ...useOperations,
];

import { z } from 'zod';

/** A setting that names the environment variable of a secret: `{ env: AWS_SECRET_ACCESS_KEY }`. */
export function secretRef(description: string) {
  return z
    .strictObject({
      env: z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_]*$/u, 'expected the name of an environment variable')
        .describe('Name of the environment variable that holds the value in the workflow step.'),
    })
    .describe(description);
}

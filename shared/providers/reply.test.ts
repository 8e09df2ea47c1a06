import { expect, it } from 'vitest';
import { z } from 'zod';

import { DeployError } from '../core/errors.ts';
import { parseReply } from './reply.ts';

it('names the field of a reply that is missing, and never its value', () => {
  const schema = z.object({ Listeners: z.array(z.object({ Port: z.number() })) });
  for (const [reply, path] of [
    [{ Listeners: [{ Port: 'secret' }] }, 'Listeners.0.Port'],
    [{}, 'Listeners'],
    ['secret', 'its body'],
  ] as const) {
    try {
      parseReply(schema, reply, 'elasticloadbalancing:DescribeListeners');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DeployError);
      const { code, message } = error as DeployError;
      expect(code).toBe('CLOUD_UNEXPECTED');
      expect(message).toContain(`DescribeListeners is not one Certferry knows: ${path}: `);
      expect(message).not.toContain('secret');
    }
  }
});

import { describe, expect, it } from 'vitest';

import { providers } from '../shared/providers/index.ts';
import { policyText } from './policy.ts';

const targets = providers.flatMap((provider) => provider.targets);

describe('policyText', () => {
  it.each(targets)('prints a policy for %s that names what its adapter declares', (target) => {
    const provider = providers.find((one) => one.targets.includes(target));
    const permissions = provider?.permissions.get(target);
    if (permissions === undefined) throw new Error('no permissions are declared');
    const whole = policyText(target, { readOnly: false }, providers);
    const reading = policyText(target, { readOnly: true }, providers);
    for (const action of permissions.read) {
      expect(whole).toContain(`"${action}"`);
      expect(reading).toContain(`"${action}"`);
    }
    expect(permissions.write.length).toBeGreaterThan(0);
    for (const action of permissions.write) {
      expect(whole).toContain(`"${action}"`);
      expect(reading).not.toContain(`"${action}"`);
    }
  });

  it('says which products there are when asked for another', () => {
    expect(() => policyText('aws/s3', { readOnly: false }, providers)).toThrow('aws/cloudfront');
  });
});

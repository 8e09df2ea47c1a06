import { z } from 'zod';

import { defineAdapter } from '../adapter.ts';

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);

/** Settings of an account of Alibaba Cloud's certificate service. */
export const casShape = {
  access_key_id: z.string().regex(/^[\w.-]{8,128}$/u),
  access_key_secret: z.string().min(16).max(128),
  /** `international`: accounts of alibabacloud.com, which have a service of their own. */
  site: z.enum(['china', 'international']).default('china'),
  /** Another address of the service: a VPC endpoint, a simulator on this machine. */
  endpoint: z
    .url()
    .refine(
      (text) => {
        const url = URL.parse(text);
        return (
          url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
        );
      },
      { error: 'must be https, or http on loopback' },
    )
    .optional(),
  /** At least once a day: each round is a whole reconciliation. */
  every_minutes: z.int().min(5).max(1440).default(60),
  resource_group: z
    .string()
    .regex(/^rg-[a-z0-9]{1,60}$/u)
    .optional(),
};
const CasConfig = z.object(casShape);
export type CasConfig = z.infer<typeof CasConfig>;

/** Undefined where the configuration of a source is not one of this kind. */
export function parseCasConfig(config: unknown): CasConfig | undefined {
  const parsed = CasConfig.safeParse(config);
  return parsed.success ? parsed.data : undefined;
}

/** A source that is asked, not told: requests in its name are refused. */
export const alibabaCas = defineAdapter({
  kind: 'alibaba-cas',
  auth: 'strong',
  shape: casShape,
  secretKeys: ['access_key_secret'],
  open: () => undefined,
});

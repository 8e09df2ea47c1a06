import { Hono } from 'hono';
import type { z } from 'zod';

import type { BundleReply } from '../../shared/wire/receiver.ts';
import type { Certificates, HeldBundle } from '../certificates.ts';
import type { Authenticate } from '../oidc.ts';
import type { AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';
import { problems } from '../problem.ts';

type Reply = z.infer<typeof BundleReply>;

/**
 * Certificates for workflow runs. The bundle with its key goes to runs that deploy, once per token, and
 * is recorded; `?part=chain` gives the public chain alone, which a preview needs too.
 */
export function certificateRoutes(
  { log }: Pick<Ports, 'log'>,
  certificates: Certificates,
  authenticate: Authenticate,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/api/v1/certificates/:name', async (c) => {
    const name = c.req.param('name');
    const part = c.req.query('part');
    if (part !== undefined && part !== 'chain') throw problems.invalid('part: must be chain');
    if (part === 'chain') {
      const { repository } = await authenticate(c, 'preview');
      const held = await certificates.current(repository, name);
      if (held === undefined) throw nothing();
      return c.json(reply({ ...held, key: null, sealedKey: null }));
    }
    const { repository, claims } = await authenticate(c, 'bundle');
    const held = await certificates.handOut(repository, name, claims.runId);
    if (held === undefined) throw nothing();
    log.info('bundle handed out', {
      repository: repository.full_name,
      run: claims.runId,
      name: held.name,
      fingerprint: held.fingerprint,
    });
    return c.json(reply(held));
  });

  return routes;
}

const nothing = () =>
  problems.notFound('no valid certificate of this name is here for this repository');

function reply({ fingerprint, type, chain, key, sealedKey }: HeldBundle): Reply {
  return { fingerprint, type, chain, key: key?.reveal() ?? null, sealedKey };
}

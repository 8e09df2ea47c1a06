import { Hono } from 'hono';

import { QuoteRequest, ReserveRequest, SettleRequest } from '../../shared/wire/receiver.ts';
import { readJson } from '../body.ts';
import type { RunOfFile } from '../ledger.ts';
import type { Authenticate, Caller } from '../oidc.ts';
import type { AppEnv } from '../part.ts';
import type { Ports } from '../ports.ts';

/** A quote may name 20,000 edits. */
const maxBytes = 16 * 1_048_576;

/** Quota as a workflow run sees it: what it would cost, taking it, and how it ended. */
export function quotaRoutes(
  { ledger }: Pick<Ports, 'ledger'>,
  authenticate: Authenticate,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.post('/api/v1/quota/quote', async (c) => {
    const { repository } = await authenticate(c, 'preview');
    const { edits } = await readJson(c, QuoteRequest, maxBytes);
    return c.json(await ledger.quote(repository.id, edits));
  });

  routes.post('/api/v1/quota/reserve', async (c) => {
    const caller = await authenticate(c, 'deploy');
    const { file, edits, leaseSeconds } = await readJson(c, ReserveRequest);
    return c.json(await ledger.reserve(runOf(caller, file), edits, leaseSeconds));
  });

  routes.post('/api/v1/quota/settle', async (c) => {
    const caller = await authenticate(c, 'deploy');
    const { file, outcomes, done } = await readJson(c, SettleRequest);
    return c.json(await ledger.settle(runOf(caller, file), outcomes, done));
  });

  return routes;
}

const runOf = ({ repository, claims }: Caller, file: string): RunOfFile => ({
  repository,
  githubRunId: claims.runId,
  attempt: claims.attempt,
  file,
});

import { z } from 'zod';

import { HuaweiError } from '../errors.ts';
import { ids } from '../ids.ts';
import { noBody, noQuery } from '../input.ts';
import { readIdToken } from '../oidc.ts';
import type { Operation } from '../operation.ts';
import type { World } from '../world.ts';
import { stsOperation } from './operation.ts';

function agencyOf(world: World, urn: string) {
  for (const account of world.accounts.values()) {
    const agency = account.agencies.get(urn);
    if (agency !== undefined) return { account, agency };
  }
  return undefined;
}

function refused(message: string): HuaweiError {
  return new HuaweiError('sts', 'PAP5.0003', message, 403);
}

/**
 * Temporary keys for an OIDC token, unsigned. Refusals have IAM5's form; the codes of this API are
 * not published. https://support.huaweicloud.com/api-iam5/AssumeAgencyWithOIDC.html
 */
const assumeAgency = stsOperation({
  name: 'AssumeAgencyWithOIDC',
  method: 'POST',
  path: '/v5/agencies/assume-with-oidc',
  proof: 'none',
  query: noQuery,
  body: z.strictObject({
    provider_urn: z.string().min(1).max(1500),
    agency_urn: z.string().min(1).max(1500),
    agency_session_name: z.string().regex(/^[\w+=,.@-]{2,128}$/u),
    id_token: z.string().min(4).max(20_000),
    duration_seconds: z.int().min(900).max(43_200).optional(),
    policy: z.string().min(2).max(2048).optional(),
    policy_ids: z.array(z.string()).optional(),
  }),
  run({ body }, { world, now }) {
    const found = agencyOf(world, body.agency_urn);
    if (found === undefined || found.agency.providerUrn !== body.provider_urn) {
      throw refused(`The agency ${body.agency_urn} does not trust ${body.provider_urn}.`);
    }
    const { account, agency } = found;
    const claims = readIdToken(body.id_token, agency.trust, now);
    if (typeof claims === 'string') throw refused(claims);
    const seconds = body.duration_seconds ?? 3600;
    if (seconds > agency.maxSessionSeconds) {
      const message = `duration_seconds exceeds the agency's ${agency.maxSessionSeconds} seconds.`;
      throw new HuaweiError('sts', 'PAP5.0001', message, 400);
    }
    const expiresAt = now + seconds * 1000;
    const session = { token: ids.token(), expiresAt };
    const { deny } = agency;
    const caller = world.createCaller(account, { session, deny, agency: body.agency_urn });
    const name = body.agency_urn.split(':').at(-1) ?? '';
    return {
      body: {
        source_identity: null,
        assumed_agency: {
          urn: `sts::${account.id}:assumed-agency:${name}/${body.agency_session_name}`,
          id: `${ids.hex32()}:${body.agency_session_name}`,
        },
        credentials: {
          access_key_id: caller.accessKey,
          secret_access_key: caller.secretKey,
          security_token: session.token,
          expiration: new Date(expiresAt).toISOString(),
        },
        audience: claims.aud,
        provider: body.provider_urn,
        subject_from_id_token: claims.sub,
      },
    };
  },
});

/** https://support.huaweicloud.com/api-iam5/GetCallerIdentity.html */
const getCallerIdentity = stsOperation({
  name: 'GetCallerIdentity',
  method: 'GET',
  path: '/v5/caller-identity',
  query: noQuery,
  body: noBody,
  run: (_input, { account, caller }) => ({
    body: {
      account_id: account.id,
      principal_id: caller.accessKey,
      principal_urn: caller.agency ?? `iam::${account.id}:user:certferry`,
    },
  }),
});

export const agencyOperations: readonly Operation[] = [assumeAgency, getCallerIdentity];

import type { Remark } from '../core/model.ts';
import { chainRemark } from './chain-remark.ts';
import { elsewhereRemark } from './elsewhere.ts';
import type { FoundByDns } from './elsewhere.ts';
import { otherKeyRemarks } from './other-key.ts';
import type { Ask, Proof } from './proof.ts';

/**
 * What clients may see that the proof does not: it is told, and it fails nothing, since none of it is
 * the resource's own doing. Each is looked at once, after the resource is proven. Rejects only where
 * `ask` does.
 */
export async function remarksBeside(
  proof: Proof,
  found: Promise<readonly FoundByDns[]>,
  ask: Ask,
): Promise<readonly Remark[]> {
  const [otherKey, elsewhere] = await Promise.all([
    otherKeyRemarks(proof, ask),
    found.then((addresses) => elsewhereRemark(proof, addresses, ask)),
  ]);
  return [chainRemark(proof), ...otherKey, elsewhere].filter((remark) => remark !== undefined);
}

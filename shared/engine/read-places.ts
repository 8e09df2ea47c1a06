import { DeployError } from '../core/errors.ts';
import type { ErrorFacts } from '../core/errors.ts';
import type { Receipt, Resource } from '../core/model.ts';
import type { Call, Product } from '../providers/provider.ts';
import { discover } from './discover.ts';
import { placeKey } from './lanes.ts';
import type { PlaceKey } from './lanes.ts';
import type { Ports } from './ports.ts';

/** What products showed at one moment. */
export interface PlacesRead {
  /** Undefined: it was not there, or its place could not be read. */
  resource(receipt: Receipt): Resource | undefined;
  /** Why a place could not be read; undefined: it was. */
  whyNot(place: PlaceKey): ErrorFacts | undefined;
  /** What a resource shares a lock with; its whole place where that is not known. */
  lockOf(receipt: Receipt): string;
}

/** Reads products again. Never rejects: where a run was cancelled nothing is known of any of them. */
export async function readPlaces(
  products: readonly Product[],
  ports: Pick<Ports, 'clock' | 'progress'>,
  call: Call,
): Promise<PlacesRead> {
  const resources = new Map<string, Resource>();
  const failed = new Map<string, ErrorFacts>();
  if (products.length > 0) {
    try {
      const { places, gaps } = await discover(products, ports, call);
      for (const place of places) for (const one of place.resources) resources.set(one.id, one);
      for (const gap of gaps) failed.set(placeKey(gap), gap.error);
    } catch (thrown) {
      const { code, message } = DeployError.from(thrown);
      call.log.warn('resources not read', { code });
      for (const product of products) failed.set(placeKey(product), { code, message });
    }
  }
  return {
    resource: ({ resource }) => resources.get(resource),
    whyNot: (place) => failed.get(placeKey(place)),
    lockOf: (receipt) => resources.get(receipt.resource)?.lock ?? placeKey(receipt),
  };
}

import { DeployError, errorFacts } from '../core/errors.ts';
import type { Gap, Resource, ResourceId } from '../core/model.ts';
import type { Call, Product } from '../providers/provider.ts';
import { cancelled, untilCancelled } from './limited.ts';
import type { Ports } from './ports.ts';

/** One product that was read to its last page. */
export interface DiscoveredPlace {
  readonly product: Product;
  readonly resources: readonly Resource[];
}

export interface Discovery {
  readonly places: readonly DiscoveredPlace[];
  readonly gaps: readonly Gap[];
}

type Reading =
  | { readonly kind: 'read'; readonly place: DiscoveredPlace }
  | { readonly kind: 'unread'; readonly gap: Gap };

/**
 * Reads every product, all at once. One that cannot be read to its end becomes a gap, and nothing of
 * it is kept: half a list would call the other half unmatched. Rejects only with `CANCELLED`.
 */
export async function discover(
  products: readonly Product[],
  ports: Pick<Ports, 'clock' | 'progress'>,
  call: Call,
): Promise<Discovery> {
  ports.progress({ kind: 'discovering', places: products.length });
  const read = async (product: Product): Promise<Reading> => {
    try {
      const resources = await untilCancelled(call.signal, ports.clock, (signal) =>
        readToEnd(product, { ...call, signal }),
      );
      const { account, target, region } = product;
      ports.progress({
        kind: 'discovered',
        account,
        target,
        region,
        resources: resources.length,
      });
      return { kind: 'read', place: { product, resources } };
    } catch (thrown) {
      if (call.signal.aborted) throw cancelled;
      const error = DeployError.from(thrown);
      call.log.warn('product not read', { ...placeOf(product), code: error.code });
      return { kind: 'unread', gap: gapOf(product, error) };
    }
  };
  const readings = withoutDoubles(await Promise.all(products.map(read)));
  const gaps = readings.flatMap((one) => (one.kind === 'unread' ? [one.gap] : []));
  for (const gap of gaps) ports.progress({ kind: 'gap', gap });
  return {
    places: readings.flatMap((one) => (one.kind === 'read' ? [one.place] : [])),
    gaps,
  };
}

function placeOf({ account, target, region }: Product) {
  return { account, target, region };
}

function gapOf(product: Product, error: DeployError): Gap {
  return { ...placeOf(product), error: errorFacts(error) };
}

async function readToEnd(product: Product, call: Call): Promise<readonly Resource[]> {
  const resources = new Map<ResourceId, Resource>();
  for await (const resource of product.discover(call)) {
    if (resources.has(resource.id)) throw listedTwice(resource.id);
    resources.set(resource.id, resource);
  }
  return [...resources.values()];
}

function listedTwice(id: ResourceId): DeployError {
  return new DeployError(
    'CLOUD_UNEXPECTED',
    `listing resources: "${id}" was listed twice, so the list cannot be believed`,
  );
}

/** Two products that claim one resource cannot both be right: neither of them is believed. */
function withoutDoubles(readings: readonly Reading[]): readonly Reading[] {
  const owners = new Map<ResourceId, Product>();
  const doubted = new Map<Product, ResourceId>();
  for (const reading of readings) {
    if (reading.kind !== 'read') continue;
    const { product, resources } = reading.place;
    for (const { id } of resources) {
      const owner = owners.get(id) ?? product;
      owners.set(id, owner);
      if (owner !== product) doubted.set(owner, id).set(product, id);
    }
  }
  return readings.map((reading) => {
    const id = reading.kind === 'read' ? doubted.get(reading.place.product) : undefined;
    if (reading.kind !== 'read' || id === undefined) return reading;
    return { kind: 'unread', gap: gapOf(reading.place.product, listedTwice(id)) };
  });
}

import type { Target } from '../core/model.ts';
import type { ProviderSpec } from '../providers/provider.ts';

/** What the deployment file needs of a cloud. */
export type Cloud = Pick<ProviderSpec, 'id' | 'title' | 'targets' | 'settings'>;

/** The clouds and products that a deployment file may name. */
export interface Catalogue {
  readonly clouds: readonly Cloud[];
  readonly products: readonly Target[];
}

export function createCatalogue(providers: readonly ProviderSpec[]): Catalogue {
  return { clouds: providers, products: providers.flatMap((provider) => provider.targets) };
}

export function cloudOf(catalogue: Catalogue, id: string | undefined): Cloud | undefined {
  return catalogue.clouds.find((cloud) => cloud.id === id);
}

/** The cloud that a product is of; undefined for an unknown product. */
export function cloudOfProduct(catalogue: Catalogue, product: string): Cloud | undefined {
  return catalogue.clouds.find((cloud) => cloud.targets.some((target) => target === product));
}

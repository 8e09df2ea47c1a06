import type { Target } from '../core/model.ts';
import type { ProviderSpec } from '../providers/provider.ts';
import { type Cloud, laterClouds } from './later.ts';

/** The clouds that a deployment file may name: those that work, and those that come later. */
export interface Catalogue {
  readonly supported: readonly Cloud[];
  readonly later: readonly Cloud[];
  readonly products: readonly Target[];
  readonly laterProducts: readonly Target[];
}

export function createCatalogue(providers: readonly ProviderSpec[]): Catalogue {
  const products = providers.flatMap((provider) => provider.targets);
  return {
    supported: providers,
    later: laterClouds.filter((cloud) => providers.every((provider) => provider.id !== cloud.id)),
    products,
    laterProducts: laterClouds
      .flatMap((cloud) => cloud.targets)
      .filter((target) => !products.includes(target)),
  };
}

export function cloudOf(catalogue: Catalogue, id: string | undefined): Cloud | undefined {
  return [...catalogue.supported, ...catalogue.later].find((cloud) => cloud.id === id);
}

/** The cloud that a product is of, supported or not; undefined for an unknown product. */
export function cloudOfProduct(catalogue: Catalogue, product: string): Cloud | undefined {
  const known = [...catalogue.products, ...catalogue.laterProducts];
  return known.some((target) => target === product)
    ? cloudOf(catalogue, product.split('/')[0])
    : undefined;
}

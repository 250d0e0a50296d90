/** Configurations for the tests of this folder, and the estates they give. */
import { catalogue } from '../../lib/catalogue/complete';
import type { Resource } from '../../lib/core/estate';
import { type EstatesInput, estatesOf, type PlatformEstate } from '../../lib/terraform/estates';
import type { Json } from '../../lib/terraform/json';

export const cpoolBody = { name: 'prod', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 3 };
export const datastoreBody = { name: 'ds1', availability_zone: 'par7s', storage_class: 'standard', size_gib: 4096 };

/** Estates of configurations: `{ stack name: json }`. */
export const read = (stacks: Readonly<Record<string, Json>>, options: Partial<EstatesInput> = {}): PlatformEstate[] =>
  estatesOf({
    catalogue,
    edition: 'seeds',
    complete: 'if-nothing-dangles',
    stacks: Object.entries(stacks).map(([name, json]) => ({ name, json })),
    ...options,
  });

/** The one estate of one configuration. */
export function readOne(json: Json, options: Partial<EstatesInput> = {}): PlatformEstate {
  const [only, ...others] = read({ main: json }, options);
  if (!only || others.length > 0) throw new Error(`${others.length + (only ? 1 : 0)} estates`);
  return only;
}

/** The resource at an address. */
export function at(read: PlatformEstate, address: string): Resource {
  for (const resource of read.estate.all()) if (resource.address === address) return resource;
  throw new Error(`nothing is at ${address}`);
}

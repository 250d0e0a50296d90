/** SHAPE of availability zones, for every noun that stands in one. */
import type { NounName, Nouns } from '../core/resource';
import type { Example, Rule } from '../core/rule';
import type { Values } from '../core/unknown';
import { regions, zones } from './facts/regions';
import { stockNameRule } from './stock-name';

/**
 * The zone, or every zone of a list, exists. `sample` makes a resource of the type, with id `id`, that is sound but for its
 * zone; the examples are made from it.
 */
export function zoneRule<T extends NounName>(
  on: T,
  attribute: keyof Nouns[T] & string,
  of: { readonly id: string; readonly sample: (values: Values) => Example['estate'][number]; readonly list?: true },
): Rule {
  const estate = (zone: string): Example['estate'] => [of.sample({ [attribute]: of.list ? ['par7s', zone] : zone })];
  return stockNameRule({
    on,
    attribute,
    what: 'zone',
    why: 'Blades and arrays stand in the availability zones of the offer, and nowhere else.',
    source: { seed: '000', heading: 'Regions and Availability Zones' },
    inFacts: zones,
    inWorld: (world) => world.regions.flatMap((region) => region.zones),
    examples: [
      { says: `a zone of ${regions[0]?.name}`, estate: estate('az07'), fires: [] },
      { says: 'a zone that nobody has', estate: estate('az08'), fires: [of.id] },
    ],
  });
}

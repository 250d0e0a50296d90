/** Regions and availability zones. fr1 is the offer's (seed 000, High Availability Deployment); fr2 is made up, to have a second region. */
import type { World } from '../../core/world';

export interface Region {
  readonly name: string;
  readonly zones: readonly string[];
}

export const regions: readonly Region[] = [
  { name: 'fr1', zones: ['par7s', 'th3s', 'az07'] },
  { name: 'fr2', zones: ['fr2-a', 'fr2-b'] },
];

const regionByZone = new Map(regions.flatMap((region) => region.zones.map((zone) => [zone, region.name] as const)));

export const zones: readonly string[] = [...regionByZone.keys()];

/** The region of a zone; undefined where the facts do not know the zone. */
export const regionOf = (zone: string): string | undefined => regionByZone.get(zone);

/**
 * Whether the facts or the stock know all the zones. Where one is misspelt, SHAPE names it, and what compares it with another
 * zone would name a wrong cause.
 */
export const areZones = (world: World | undefined, ...names: readonly string[]): boolean =>
  names.every((zone) => regionIn(zone, world) !== undefined);

/** The region of a zone by the facts or, for a zone that they lack, by the stock; undefined where neither knows it. */
export const regionIn = (zone: string, world: World | undefined): string | undefined =>
  regionOf(zone) ?? world?.regions.find((region) => region.zones.includes(zone))?.name;

/** The blades of a zone: numbered by class, in chassis, each in one Cpool at a time. */
import type { Site } from '../../core/behaviour';
import type { World } from '../../core/world';

/** Digits of a blade's number. */
const NUMBER_DIGITS = 3;

interface BladeKind {
  readonly availability_zone: string;
  readonly blade_class: string;
}

/** Blades of a class in a zone, used or not. */
export const stockOf = (world: World, kind: BladeKind): number => world.zones[kind.availability_zone]?.blades[kind.blade_class] ?? 0;

const bladeId = ({ availability_zone, blade_class }: BladeKind, number: number): string =>
  `${availability_zone}-${blade_class}-${String(number).padStart(NUMBER_DIGITS, '0')}`;

/** All blades of a class in a zone. */
export const bladesOf = (world: World, kind: BladeKind): string[] =>
  Array.from({ length: stockOf(world, kind) }, (_, index) => bladeId(kind, index + 1));

/** Blades of a class in a zone that no Cpool has, lowest number first: chassis fill up one after another. */
export function freeBlades(site: Site, kind: BladeKind): string[] {
  const taken = new Set(
    site.holding('cpool', 'availability_zone', kind.availability_zone).flatMap((each) => site.runtime('cpool', each.id)?.host_ids ?? []),
  );
  return bladesOf(site.world, kind).filter((id) => !taken.has(id));
}

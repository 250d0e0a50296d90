/** Which blades are lost, as it follows from the faults that are active: blades, chassis, zones, regions. */
import type { Site } from '../../core/behaviour';
import { bladesOf } from './blade-stock';
import { bladeClassNames } from './blades';
import { isZoneLost } from './outages';

/** All blades of a zone, class by class in the order of the offer, however the stock is written: chassis hold so many of them, one after another. */
const inChassisOrder = (site: Pick<Site, 'world'>, zone: string): string[] =>
  bladeClassNames.flatMap((blade_class) => bladesOf(site.world, { availability_zone: zone, blade_class }));

/** Blades of a chassis, by its number from 1; none where the zone has no such chassis. */
function bladesOfChassis(site: Pick<Site, 'world'>, zone: string, chassis: number): string[] {
  const each = site.world.zones[zone]?.blades_per_chassis ?? 0;
  return inChassisOrder(site, zone).slice((chassis - 1) * each, chassis * each);
}

/** Whether a blade of a zone is lost now. */
export function lostBlades(site: Site, zone: string): (blade: string) => boolean {
  const { faults } = site;
  if (faults.length === 0) return () => false;
  if (isZoneLost(site, zone)) return () => true;
  const lost = new Set<unknown>();
  for (const { kind, target } of faults) {
    if (kind === 'blade') lost.add(target['blade']);
    if (kind === 'chassis' && target['zone'] === zone) for (const blade of bladesOfChassis(site, zone, Number(target['chassis']))) lost.add(blade);
  }
  return (blade) => lost.has(blade);
}

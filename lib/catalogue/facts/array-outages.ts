/** Arrays that are out of service: by themselves, with their zone, or because too many of their drives are missing. */
import type { Site } from '../../core/behaviour';
import type { ArrayStock } from '../../core/world';
import { type DriveHealth, driveHealth } from './drives';
import { isZoneLost } from './outages';

const arrayIn = (site: Site, zone: string, name: string): ArrayStock | undefined =>
  site.world.zones[zone]?.arrays.find((array) => array.name === name);

const WHOLE: DriveHealth = { missing: 0, rebuilt_percent: null, lost: false };

/** The drives of an array of a zone. */
export function drivesOf(site: Site, zone: string, name: string): DriveHealth {
  const array = site.faults.length > 0 ? arrayIn(site, zone, name) : undefined;
  return array ? driveHealth(site, array) : WHOLE;
}

/** Too many drives of the array are missing: what was written on it is gone, also when they are replaced. */
export const hasLostItsData = (site: Site, zone: string, name: string): boolean => drivesOf(site, zone, name).lost;

/** Nothing on the array can be reached now. Unless it has lost its data, it comes back with it when the fault is mended. */
export const isArrayOut = (site: Site, zone: string, name: string): boolean =>
  site.faults.length > 0 &&
  (isZoneLost(site, zone) ||
    site.faults.some(({ kind, target }) => kind === 'array' && target['array'] === name) ||
    hasLostItsData(site, zone, name));

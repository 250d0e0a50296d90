/** What is out of order, as it follows from the faults that are active: zones, links between them, arrays. */
import type { Site } from '../../core/behaviour';
import type { Fault } from '../../core/fault';

const struck = (site: Site, kind: string, holds: (target: Fault['target']) => boolean): boolean =>
  site.faults.some((fault) => fault.kind === kind && holds(fault.target));

const regionOf = (site: Site, zone: string): string | undefined => site.world.regions.find((region) => region.zones.includes(zone))?.name;

/** The zone is lost, by itself or with its region. */
export const isZoneLost = (site: Site, zone: string): boolean =>
  site.faults.length > 0 &&
  (struck(site, 'zone', (target) => target['zone'] === zone) || struck(site, 'region', (target) => target['region'] === regionOf(site, zone)));

/** Nothing passes between two zones: their link is cut, or one of them is lost. */
export const isLinkCut = (site: Site, one: string, other: string): boolean =>
  site.faults.length > 0 &&
  (isZoneLost(site, one) ||
    isZoneLost(site, other) ||
    struck(site, 'link', ({ zone, other_zone }) => (zone === one && other_zone === other) || (zone === other && other_zone === one)));

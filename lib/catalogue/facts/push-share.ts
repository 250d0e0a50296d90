/** What replications have of the links between zones: each link is shared by all that are not paused, as they may all push at once. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { linkMbitPerS } from '../../core/world';
import { mbPerSOf } from './write-rate';

type Replication = Nouns['vm_replication'];

/** Mbit/s between zones for which the stock names no link: as much as its usual one. */
const UNLINKED_MBIT_PER_S = 10_000;

/** Zones between which a replication pushes; empty where one of its ends is gone. */
export const zonesOf = (site: Site, replication: Replication): readonly [string, string] => [
  site.get('cpool', site.get('virtual_machine', replication.virtual_machine_id)?.cpool_id ?? '')?.availability_zone ?? '',
  site.get('datastore', replication.target_datastore_id)?.availability_zone ?? '',
];

type Way = ReturnType<typeof zonesOf>;
const isSameWay = ([from, to]: Way, [one, other]: Way): boolean => (from === one && to === other) || (from === other && to === one);

/** MB/s that each replication has now; counted once for all that are asked about. */
export function sharesOf(site: Site): (replication: Replication) => number {
  const ways = site.all('vm_replication').flatMap((each) => (each.paused ? [] : [zonesOf(site, each)]));
  const shares = new Map<string, number>();
  return (replication) => {
    const way = zonesOf(site, replication);
    const known = shares.get(way.join(' '));
    if (known !== undefined) return known;
    const link = linkMbitPerS(site.world, ...way) ?? UNLINKED_MBIT_PER_S;
    const share = mbPerSOf(link) / Math.max(1, ways.filter((each) => isSameWay(each, way)).length);
    shares.set(way.join(' '), share);
    return share;
  };
}

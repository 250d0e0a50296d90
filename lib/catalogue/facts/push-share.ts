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

const pairOf = (site: Site, replication: Replication): string => [...zonesOf(site, replication)].sort().join(' ');

/** MB/s that each replication has now; counted once for all that are asked about. */
export function sharesOf(site: Site): (replication: Replication) => number {
  const sharers = new Map<string, number>();
  for (const each of site.all('vm_replication')) {
    if (each.paused) continue;
    const pair = pairOf(site, each);
    sharers.set(pair, (sharers.get(pair) ?? 0) + 1);
  }
  return (replication) => {
    const link = linkMbitPerS(site.world, ...zonesOf(site, replication)) ?? UNLINKED_MBIT_PER_S;
    return mbPerSOf(link) / Math.max(1, sharers.get(pairOf(site, replication)) ?? 1);
  };
}

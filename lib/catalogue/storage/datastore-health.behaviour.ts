import { defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { drivesOf, hasLostItsData } from '../facts/array-outages';
import { whyPrimaryIsLost } from '../facts/datastore-outages';

type Datastore = Nouns['datastore'];

/** A datastore is as well as the array below it. What an array loses with too many drives does not come back with new ones. */
export const datastoreHealthBehaviour = defineBehaviour('datastore', {
  looksAt: ['global_mirror_lun'],
  observe: (self, site) => {
    const { missing, rebuilt_percent } = drivesOf(site, self.availability_zone, arrayOf(site, self));
    const sound = rebuilt_percent !== null ? 'rebuilding' : missing > 0 ? 'degraded' : 'online';
    return { state: outage(self, site) ?? sound, rebuild_progress_percent: rebuilt_percent };
  },
  shaken: (deed) => {
    if (!deed.faults.some(({ kind }) => kind === 'drive')) return;
    for (const each of deed.all('datastore'))
      if (hasLostItsData(deed, each.availability_zone, arrayOf(deed, each))) deed.remember('datastore', each.id, { data_lost: true });
  },
});

/** What the LUN itself has suffered, whatever serves its disks. */
function outage(self: Datastore, site: Site): 'lost' | 'offline' | undefined {
  if (site.runtime('datastore', self.id)?.data_lost === true) return 'lost';
  return whyPrimaryIsLost(site, self.id) === undefined ? undefined : 'offline';
}

const arrayOf = (site: Site, self: Datastore): string => site.runtime('datastore', self.id)?.array ?? '';

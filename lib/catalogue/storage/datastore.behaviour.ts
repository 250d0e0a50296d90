import { type Deed, defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { type ArrayStock, usableGib } from '../../core/world';
import { disksGib, swapGib } from '../facts/datastore-usage';
import { storageClass } from '../facts/storage-classes';

declare module '../../core/behaviour' {
  interface Runtimes {
    datastore: { readonly array: string };
  }
}

type Datastore = Nouns['datastore'];

/** What the arrays' maker puts before the serial number of every LUN. */
const LUN_PREFIX = '60050768';
/** Hexadecimal digits of a LUN's world-wide number. */
const LUN_DIGITS = 32;

/** A datastore is a LUN on one array of its zone: it takes real GiB, grows on that array, and gives all of them back. */
export const datastoreBehaviour = defineBehaviour('datastore', {
  looksAt: ['virtual_machine'],
  create: (self, deed) => {
    deed.remember('datastore', self.id, { array: arrayFor(self, deed) });
    return { lun_uid: LUN_PREFIX + deed.serial('lun', LUN_DIGITS - LUN_PREFIX.length) };
  },
  update: (self, prior, deed) => {
    const array = arraysOf(self, deed).find((each) => each.name === deed.runtime('datastore', self.id)?.array);
    // The new size counts already: what is free now is less than nothing where it does not fit.
    const free = array ? freeGib(array, self, deed) : 0;
    if (self.size_gib > prior.size_gib && free < 0)
      refuseFull(
        self,
        `array ${array?.name ?? 'that held it'} has ${free + self.size_gib - prior.size_gib} GiB left to grow by; ${self.size_gib - prior.size_gib} more are asked for`,
        deed,
      );
    return undefined;
  },
  observe: (self, site) => {
    const vms = site.holding('virtual_machine', 'disks[].datastore_id', self.id);
    const swap = swapGib(self.id, vms);
    const disks = vms.flatMap((vm) => vm.disks.filter((disk) => disk.datastore_id === self.id));
    return {
      free_gib: self.size_gib - disksGib(self.id, 'thick', vms) - swap,
      swap_gib: swap,
      array: site.runtime('datastore', self.id)?.array ?? null,
      used_iops: disks.reduce((sum, disk) => sum + (disk.peak_iops ?? 0), 0),
    };
  },
  uncovered: (self, site) => {
    const name = site.runtime('datastore', self.id)?.array;
    const array = arraysOf(self, site).find((each) => each.name === name);
    if (!array) return `it lies on array ${name ?? 'unknown'}, which that world lacks in ${self.availability_zone}`;
    return freeGib(array, self, site) < 0 ? `array ${array.name} has ${usableGib(array)} GiB there, fewer than its LUNs take` : undefined;
  },
});

const arraysOf = (self: Datastore, site: Site): ArrayStock[] =>
  (site.world.zones[self.availability_zone]?.arrays ?? []).filter((array) => array.media === storageClass(self.storage_class).media);

/** GiB of an array that no LUN takes. */
const freeGib = (array: ArrayStock, { availability_zone: zone }: Datastore, site: Site): number =>
  site
    .holding('datastore', 'availability_zone', zone)
    .reduce((free, each) => (site.runtime('datastore', each.id)?.array === array.name ? free - each.size_gib : free), usableGib(array));

/** The array of the zone with the most room, so that load is spread. */
function arrayFor(self: Datastore, deed: Deed): string {
  const rooms = arraysOf(self, deed).map((array) => ({ array, free: freeGib(array, self, deed) }));
  const [best] = rooms.sort((a, b) => b.free - a.free || (a.array.name < b.array.name ? -1 : 1));
  if (best && best.free >= self.size_gib) return best.array.name;
  const { media } = storageClass(self.storage_class);
  return refuseFull(
    self,
    `the ${media} arrays of ${self.availability_zone} have ${best?.free ?? 0} GiB left for one LUN; ${self.size_gib} are asked for`,
    deed,
  );
}

const refuseFull = (self: Datastore, message: string, deed: Deed): never =>
  deed.refuse({
    code: 'CAPACITY-002',
    path: 'size_gib',
    message,
    fix: `a smaller size, or a datastore in another zone than ${self.availability_zone}; or ask support for more arrays`,
  });

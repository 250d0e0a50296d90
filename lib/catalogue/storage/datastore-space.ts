/** The space of a datastore as it is taken: what VMs claim must be there, and those that write where none is left stand still. */
import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { disksGib, swapGib } from '../facts/datastore-usage';
import { hostingTypes } from '../facts/hosting';
import { conditionOf } from '../facts/hosting-state';
import { freeze, NO_GIB, spaceChanged, thaw } from '../facts/thin-room';
import { datastoresOf, fillingOf, freeGib, isGrowing, noteWrites, planFull } from '../facts/thin-writes';

type Vm = Nouns['virtual_machine'];
type Datastore = Nouns['datastore'];

/** A datastore shows what is free of it, and freezes those who write when it is full. */
export const datastoreSpace = defineBehaviour('datastore', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    // Thin disks and snapshots of VMs that stand already grow on it as on the one that it replaces.
    planFull(deed, self.id);
    spaceChanged(deed, self.id);
    return undefined;
  },
  update: (self, _prior, deed) => {
    spaceChanged(deed, self.id);
    return undefined;
  },
  observe: (self, site) => ({ free_gib: Math.max(0, Math.floor(freeGib(site, self) + NO_GIB)) }),
  due: {
    full: (self, deed) => {
      const filling = fillingOf(deed, self);
      // Less time may have been advanced than has passed on the wall: then there is room yet.
      if (!filling || filling.afterMs >= 1) planFull(deed, self.id);
      else for (const vmId of filling.writers) freeze(deed, self, vmId);
      return undefined;
    },
  },
});

/** A VM claims its space on datastores, and gives it back. */
export const virtualMachineSpace = defineBehaviour('virtual_machine', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    takeSpace(deed, self, undefined);
    return undefined;
  },
  update: (self, prior, deed) => {
    takeSpace(deed, self, prior);
    return undefined;
  },
  remove: (prior, deed) => {
    for (const datastoreId of datastoresOf(prior)) spaceChanged(deed, datastoreId);
  },
});

function takeSpace(deed: Deed, vm: Vm, prior: Vm | undefined): void {
  noteWrites(deed, vm, conditionOf(deed, vm).state === 'running' ? 'writes' : 'rests');
  const held = prior ? datastoresOf(prior) : [];
  const holding = datastoresOf(vm);
  for (const datastoreId of holding) {
    const datastore = deed.get('datastore', datastoreId);
    if (datastore && isGrowing(deed, datastoreId) && claimsMore(vm, prior, datastoreId)) checkRoom(deed, vm, datastore);
  }
  for (const datastoreId of held.filter((each) => !holding.includes(each))) thaw(deed, vm.id, datastoreId);
  for (const datastoreId of new Set([...held, ...holding])) spaceChanged(deed, datastoreId);
}

/** Whether a VM claims space on a datastore that it did not claim before; what its disks grow by later is no claim. */
function claimsMore(vm: Vm, prior: Vm | undefined, datastoreId: string): boolean {
  const claimed = (of: Vm): number => disksGib(datastoreId, 'thick', [of]) + swapGib(datastoreId, [of]);
  const thin = (of: Vm): string[] =>
    of.disks.flatMap((disk) => (disk.datastore_id === datastoreId && disk.provisioning === 'thin' ? [disk.name] : []));
  if (!prior) return claimed(vm) > 0;
  return claimed(vm) > claimed(prior) || thin(vm).some((name) => !thin(prior).includes(name));
}

/** Rules count thin disks as empty; what they have taken by now counts here. */
function checkRoom(deed: Deed, vm: Vm, datastore: Datastore): void {
  const free = freeGib(deed, datastore);
  if (free >= -NO_GIB) return;
  const lacking = Math.ceil(-free);
  const whole = datastore.size_gib + lacking;
  const claims = `the disks and the swap file of ${vm.name}, what thin disks have taken and snapshots`;
  deed.refuse({
    code: 'STORAGE-006',
    path: 'disks',
    message: `${datastore.id} has ${datastore.size_gib} GiB; with ${claims} it would hold ${whole}, ${lacking} too many`,
    fix: `size_gib = ${whole} at least on ${datastore.id}, remove snapshots there, or use another datastore`,
  });
}

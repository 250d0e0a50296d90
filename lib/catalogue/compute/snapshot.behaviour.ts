import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { LEAST_FREE_GIB } from '../facts/advice';
import { hostingTypes } from '../facts/hosting';
import { conditionOf } from '../facts/hosting-state';
import { closeSnapshot } from '../facts/snapshot-freeze';
import { isInSnapshots, snapshotWritesGibPerDay } from '../facts/snapshot-growth';
import { spaceChanged } from '../facts/thin-room';
import { closeDelta, datastoresOf, freeGib, openDelta } from '../facts/thin-writes';

type Vm = Nouns['virtual_machine'];

/** A snapshot says when it was taken, and keeps what its VM writes from then on, until it is closed. */
export const snapshotBehaviour = defineBehaviour('snapshot', {
  looksAt: hostingTypes,
  create: (self, deed) => {
    const vm = deed.get('virtual_machine', self.virtual_machine_id);
    if (vm) {
      checkRoom(deed, vm);
      openDelta(deed, vm, self.id, doesNow(deed, vm));
    }
    return { created_at: new Date(deed.now).toISOString() };
  },
  remove: (prior, deed) => {
    const vm = deed.get('virtual_machine', prior.virtual_machine_id);
    if (!vm) return;
    const deltaGib = closeDelta(deed, vm, prior.id, doesNow(deed, vm));
    closeSnapshot(deed, vm, { deltaGib, writtenGibPerDay: snapshotWritesGibPerDay(vm) });
    for (const datastoreId of datastoresOf(vm)) spaceChanged(deed, datastoreId);
  },
});

const doesNow = (deed: Deed, vm: Vm): 'writes' | 'rests' => (conditionOf(deed, vm).state === 'running' ? 'writes' : 'rests');

/** A snapshot takes no space at first, but where none is left the VM could not write on. */
function checkRoom(deed: Deed, vm: Vm): void {
  for (const datastoreId of datastoresOf({ disks: vm.disks.filter(isInSnapshots) })) {
    const datastore = deed.get('datastore', datastoreId);
    const free = datastore ? freeGib(deed, datastore) : LEAST_FREE_GIB;
    if (free >= LEAST_FREE_GIB) continue;
    const left = Math.max(0, Math.floor(free));
    deed.refuse({
      code: 'STORAGE-006',
      path: 'virtual_machine_id',
      message: `${datastoreId} has ${left} GiB left for what ${vm.name} writes beside a snapshot; ${LEAST_FREE_GIB} is the least`,
      fix: `grow ${datastoreId}, or remove snapshots and disks there`,
    });
  }
}

import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { pace } from './mirror-pace';
import { roleTypes } from './mirror-role';

type Vm = Nouns['virtual_machine'];

/** What VMs write is what mirrors have to carry: those of their LUNs lag, or fall behind, from the moment at which that changes. */
export const mirroredWritesBehaviour = defineBehaviour('virtual_machine', {
  looksAt: roleTypes,
  create: (self, deed) => paceMirrors(deed, self),
  update: (self, prior, deed) => paceMirrors(deed, prior, self),
  remove: (prior, deed) => paceMirrors(deed, prior),
});

function paceMirrors(deed: Deed, ...vms: readonly Vm[]): undefined {
  const luns = new Set(vms.flatMap((vm) => vm.disks.map((disk) => disk.datastore_id)));
  for (const lun of luns) for (const mirror of deed.holding('global_mirror_lun', 'datastore_id', lun)) pace(deed, mirror);
}

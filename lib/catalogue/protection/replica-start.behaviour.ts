import type { Ending } from '../../core/activity';
import { type Deed, defineBehaviour } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { relocate } from '../facts/hosting';
import { lastPush } from '../facts/push-state';
import { startedCopy } from '../facts/started-copies';

type Replication = Nouns['vm_replication'];

/** The copy of a replicated VM is a stopped machine of the standby site: it can be started there, and stopped again. */
export const replicaStartBehaviour = defineBehaviour('vm_replication', {
  looksAt: ['virtual_machine', 'cpool', 'affinity_rule', 'global_mirror_lun'],
  acts: {
    start_copy: (self, _input, deed): Ending | undefined => {
      if (lastPush(deed, self) === undefined) return { failed: 'no push was completed yet: there is no copy to start' };
      if (!deed.get('virtual_machine', self.virtual_machine_id)) return { failed: `${self.virtual_machine_id} is gone: create it again first` };
      const other = startedCopy(deed, self.virtual_machine_id);
      if (other && other.id !== self.id) return { failed: `the copy of ${other.id} runs in its place: stop that one first` };
      runThere(self, self.id, deed);
      return undefined;
    },
    stop_copy: (self, _input, deed): Ending | undefined => {
      if (startedCopy(deed, self.virtual_machine_id)?.id !== self.id) return { failed: 'its copy does not run' };
      runThere(self, null, deed);
      return undefined;
    },
  },
  update: (self, prior, deed) => {
    // The Cpool that starts the copy may have changed under it.
    if (self.target_cpool_id !== prior.target_cpool_id && startedCopy(deed, self.virtual_machine_id)?.id === self.id) runThere(self, self.id, deed);
    return undefined;
  },
  remove: (prior, deed) => {
    if (deed.runtime('virtual_machine', prior.virtual_machine_id)?.started_copy === prior.id) runThere(prior, null, deed);
  },
});

/** Lets the VM run from the copy of a replication, or at home. */
function runThere({ virtual_machine_id }: Replication, copy: string | null, deed: Deed): void {
  deed.remember('virtual_machine', virtual_machine_id, { started_copy: copy });
  const vm = deed.get('virtual_machine', virtual_machine_id);
  if (vm) relocate(deed, [vm]);
}

import { computed, defaulted, required, volatile } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { bool, int, refTo, text } from '../../core/shape';
import { offer } from '../facts/offer';
import { services } from '../facts/skus';

export const vmReplication = defineResource({
  type: 'vm_replication',
  collection: 'vm-replications',
  doc: "Pushes a VM's writes to a standby site every 1 to 24 hours. RPO is the interval, RTO under 15 minutes.",
  attrs: {
    virtual_machine_id: required('VM that is replicated.', refTo('virtual_machine'), { replace: true }),
    target_cpool_id: required('Cpool that starts the copy.', refTo('cpool')),
    target_datastore_id: required('Datastore that holds the copy; it needs as much space as the VM has disks.', refTo('datastore')),
    interval_hours: required(
      'Hours between two pushes, 1 to 24.',
      int({ min: offer.vm_replication.interval_hours_min, max: offer.vm_replication.interval_hours_max }),
    ),
    paused: defaulted('Stops the pushes; the copy stays as it is.', bool(), false),
    accept_degraded: defaulted('Accepts that the target Cpool does not hold everything it would have to start.', bool(), false),
    sku: computed('What is billed, per VM. `(region)` is that of the target zone.', text(), {
      from: { reads: [], value: () => services.vmReplication.sku },
    }),
    state: volatile('initial_copy, active or paused.', text()),
    last_push_at: volatile('When the last push was completed.', text()),
    consistent_at: volatile('The moment that the copy holds: when the snapshot of that push was taken.', text()),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    vm_replication: NounOf<typeof vmReplication>;
  }
}

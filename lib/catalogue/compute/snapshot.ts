import { computed, required } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { refTo, text } from '../../core/shape';

export const snapshot = defineResource({
  type: 'snapshot',
  collection: 'snapshots',
  doc: "A point to which a VM's disks can go back. It grows with the VM's writes: keep it for hours, not for weeks.",
  attrs: {
    virtual_machine_id: required('VM of which it is taken.', refTo('virtual_machine'), { replace: true }),
    created_at: computed('When it was taken.', text()),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    snapshot: NounOf<typeof snapshot>;
  }
}

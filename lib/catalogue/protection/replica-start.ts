/** Actions of a replication after a disaster: its copy is started in the place of the VM, and stopped again. */
import { defineAction } from '../../core/action';

export const startCopy = defineAction({
  on: 'vm_replication',
  action: 'start_copy',
  doc: 'Starts the copy in the target Cpool, as of its last completed push, in the place of the VM. Nothing is pushed meanwhile.',
  attrs: {},
});

export const stopCopy = defineAction({
  on: 'vm_replication',
  action: 'stop_copy',
  doc: 'Stops the copy; the VM runs at home again, as it was there. What was written to the copy is overwritten by the next push.',
  attrs: {},
});

import { defaulted, required, volatile } from '../../core/attribute';
import { defineResource, type NounOf } from '../../core/resource';
import { int, listOf, object, setOf, text, weakRefTo } from '../../core/shape';

const group = object({
  priority: required('Order of start: 1 starts first, 5 last.', int({ min: 1, max: 5 })),
  virtual_machine_ids: required('VMs that start together.', setOf(weakRefTo('virtual_machine'), { min: 1 })),
  start_delay_seconds: defaulted('Seconds to wait before this group starts.', int({ min: 0, max: 86_400 }), 0),
});

export const recoveryPlan = defineResource({
  type: 'recovery_plan',
  collection: 'recovery-plans',
  doc: 'What is started in the standby zone, by which mechanism and in which order, when the primary zone is lost.',
  attrs: {
    primary_availability_zone: required('Zone whose loss the plan is for.', text({ min: 1, max: 63 }), { replace: true }),
    standby_availability_zone: required('Zone that takes over.', text({ min: 1, max: 63 }), { replace: true }),
    mechanism_ids: required('Mirrors and replications that the plan counts on.', setOf(weakRefTo('global_mirror_lun', 'vm_replication'))),
    groups: required('VMs by priority.', listOf(group, { max: 100 })),
    estimated_rpo_minutes: volatile('Minutes of writes that the plan would lose now.', int()),
    estimated_rto_minutes: volatile('Minutes until its last VM runs.', int()),
  },
});

declare module '../../core/resource' {
  interface Nouns {
    recovery_plan: NounOf<typeof recoveryPlan>;
  }
}

import { computed, defaulted, kept, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { bool, int, number, oneOf, setOf, text } from '../../core/shape';
import type { Values } from '../../core/unknown';
import { ACTIVATED_GIB_PER_BLADE, bladeClass, bladeClassNames, CPOOL_HOSTS_MAX, cpoolMemoryRange } from '../facts/blades';

const hosts = ['blade_class', 'host_count'] as const;
const range = (self: Values) => cpoolMemoryRange(String(self['blade_class']), Number(self['host_count']));
const timesHosts = (per: 'cores' | 'threads' | 'gpus') => ({
  reads: hosts,
  value: (self: Values) => bladeClass(String(self['blade_class']))[per] * Number(self['host_count']),
});

export const cpool = defineResource({
  type: 'cpool',
  collection: 'cpools',
  doc: 'A cluster of hypervisors on blades of one class, in one zone.',
  attrs: {
    availability_zone: required('Zone of its blades.', text({ min: 1, max: 63 }), { replace: true }),
    blade_class: required('Class of its blades; a cluster never mixes classes.', oneOf(...bladeClassNames), { replace: true }),
    host_count: required(
      'Hypervisors in the cluster, 1 to 32.',
      int({ min: 1, max: CPOOL_HOSTS_MAX, advice: 'create a second Cpool: one holds 32 hypervisors at most' }),
    ),
    memory_gib: defaulted('Activated memory in GiB: host_count × 128 at least, host_count × the RAM of a blade at most.', int({ min: 1 }), {
      reads: ['host_count'],
      value: (self) => Number(self['host_count']) * ACTIVATED_GIB_PER_BLADE,
    }),
    ha_enabled: defaulted('Restarts VMs on another host when theirs is lost. Without it the SLA of 99.99 % does not hold.', bool(), true),
    max_vcpu_per_thread: optional('The most vCPUs per hardware thread that you allow yourself.', number({ above: 0, max: 128 })),
    memory_overcommit_ratio: defaulted('Memory promised to VMs per GiB activated, 1.0 to 2.0.', number({ min: 1, max: 2 }), 1),
    hypervisor_build: kept('Build of the hypervisors; the newest one unless given.', text({ min: 1, max: 63 })),
    memory_min_gib: computed('Least memory that may be activated, in GiB.', int(), { from: { reads: hosts, value: (self) => range(self).min_gib } }),
    memory_max_gib: computed('Most memory that may be activated, in GiB: what the blades physically have.', int(), {
      from: { reads: hosts, value: (self) => range(self).max_gib },
    }),
    cores: computed('Cores of all its blades.', int(), { from: timesHosts('cores') }),
    threads: computed('Hardware threads of all its blades.', int(), { from: timesHosts('threads') }),
    gpu_count: computed('GPUs of all its blades.', int(), { from: timesHosts('gpus') }),
    sku: computed('What is billed, per blade.', text(), {
      from: { reads: ['blade_class'], value: (self) => bladeClass(String(self['blade_class'])).sku },
    }),
    host_ids: volatile('Its hypervisors.', setOf(text())),
    lost_host_ids: volatile('Those of its hypervisors that are lost.', setOf(text())),
    hypervisor_update: volatile('What an update of its hypervisors is doing, or waits for; null where all run its build.', text()),
    memory_used_gib: volatile('Memory of its running VMs, in GiB.', int()),
    memory_used_percent: volatile('Memory of its running VMs as a share of the activated memory, in percent.', number()),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    cpool: NounOf<typeof cpool>;
  }
}

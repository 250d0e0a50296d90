import { computed, defaulted, kept, optional, required, volatile } from '../../core/attribute';
import { allowDestroy, defineResource, type NounOf } from '../../core/resource';
import { bool, int, listOf, mapOf, matching, name, number, object, oneOf, refTo, setOf, text, weakRefTo } from '../../core/shape';
import { CHANGE_RATE_PERCENT_PER_DAY, DISK_MAX_GIB, VCPUS_MAX } from '../facts/advice';
import { backupPoint } from '../facts/backup-point';

const disk = object({
  name: required('Name of the disk, unique in the VM: disks are matched by it.', name()),
  size_gib: required('Capacity in GiB. Grows in place, never shrinks.', int({ min: 1, max: DISK_MAX_GIB }), { grows: true }),
  datastore_id: required('Datastore that holds the disk.', refTo('datastore')),
  provisioning: defaulted('`thick` reserves all of its space at once, `thin` grows as the guest writes.', oneOf('thick', 'thin'), 'thick'),
  mode: defaulted(
    'Independent disks take no part in snapshots, and so in no backup.',
    oneOf('persistent', 'independent_persistent', 'independent_nonpersistent'),
    'persistent',
  ),
  reserved_iops: defaulted('IOPS that this disk must always have.', int({ min: 0 }), 0),
  peak_iops: optional('IOPS that this disk reaches at its busiest.', int({ min: 0 })),
  constant_writes: defaulted('The disk is written all the time: a snapshot of it cannot close.', bool(), false),
  exclude_from_backup: defaulted('Leaves the disk out of backups.', bool(), false),
  alternative_protection: optional('How an excluded or independent disk is protected instead.', text()),
});

const networkInterface = object({
  name: required('Name of the interface, unique in the VM: interfaces are matched by it.', name()),
  network_id: required('Network that it is connected to.', weakRefTo('network')),
  mac_address: kept(
    'MAC address; the platform picks one unless given.',
    matching('^[0-9a-f]{2}(:[0-9a-f]{2}){5}$', 'six pairs of lower-case hexadecimal digits, as 00:50:56:aa:bb:cc'),
  ),
});

export const virtualMachine = defineResource({
  type: 'virtual_machine',
  collection: 'virtual-machines',
  doc: 'A virtual machine with its disks and network interfaces.',
  attrs: {
    cpool_id: required('Cpool that is its home. Changes in place within a zone, as a live move.', refTo('cpool')),
    vcpus: required('Virtual CPUs, 1 to 128.', int({ min: 1, max: VCPUS_MAX })),
    cores_per_socket: defaulted('Cores that each virtual socket shows.', int({ min: 1, max: VCPUS_MAX }), 1),
    cpu_hot_add: defaulted('Lets vCPUs be added while it runs.', bool(), true),
    memory_gib: required('Memory in GiB. Its swap file takes as much on the datastore of its boot disk.', int({ min: 1 })),
    memory_hot_add: defaulted('Lets memory be added while it runs.', bool(), true),
    memory_reservation_gib: defaulted('Memory in GiB that is never swapped and needs no swap file. All of it with GPUs.', int({ min: 0 }), {
      reads: ['gpu_count', 'memory_gib'],
      value: (self) => (Number(self['gpu_count']) > 0 ? Number(self['memory_gib']) : 0),
    }),
    power_state: defaulted('Whether it runs.', oneOf('on', 'off'), 'on'),
    template: optional('Template that its first disk was made from.', text({ min: 1, max: 255 }), { replace: true }),
    guest_os: optional('Operating system inside.', text()),
    gpu_count: defaulted('GPUs passed through to it, 0 to 2.', int({ min: 0, max: 2 }), 0),
    backup_policy_ids: optional('Backup policies that protect it. A running VM has at least one.', setOf(weakRefTo('backup_policy'))),
    network_interfaces: optional('Network interfaces, matched by name.', listOf(networkInterface, { key: 'name', max: 10 })),
    disks: required('Disks, matched by name. The first one boots unless `boot_disk` says otherwise.', listOf(disk, { key: 'name', min: 1, max: 64 })),
    boot_disk: optional('Name of the disk that boots and carries the swap file; the first one unless given.', name()),
    key_provider_id: optional('Where its key comes from: set, the VM is encrypted.', refTo('key_provider')),
    allow_power_cycle: defaulted('Lets a plan stop and start it where a change needs that.', bool(), false),
    rpo_minutes: optional('Objective: minutes of writes that may be lost at most.', int({ min: 0 })),
    rto_minutes: optional('Objective: minutes after which it runs again at the latest.', int({ min: 0 })),
    criticality: defaulted(
      'How much depends on it; what is sensitive or vital should be encrypted.',
      oneOf('standard', 'sensitive', 'vital'),
      'standard',
    ),
    change_rate_percent_per_day: defaulted(
      'Share of its disks that changes in a day, in percent, 0 to 100.',
      number({ min: 0, max: 100 }),
      CHANGE_RATE_PERCENT_PER_DAY,
    ),
    restart_priority: defaulted('Order of restart when a host is lost.', oneOf('low', 'medium', 'high'), 'medium'),
    tools_version: kept('Version of the guest tools.', text({ min: 1, max: 63 })),
    tags: optional('Your own labels.', mapOf(text())),
    swap_gib: computed('Size of its swap file while it runs, in GiB: memory less reservation.', int(), {
      from: { reads: ['memory_gib', 'memory_reservation_gib'], value: (self) => Number(self['memory_gib']) - Number(self['memory_reservation_gib']) },
    }),
    host_id: volatile('Hypervisor that it runs on.', text()),
    running_cpool_id: volatile('Cpool that it runs in; not its home after a failover.', text()),
    state: volatile('stopped, running, frozen, locked or down.', text()),
    state_reason: volatile('Why it does not run although it is switched on.', text()),
    availability_percent: volatile(
      'Share of this month (UTC) in which it ran while switched on, in percent; what is left of the month counts as if it ran. The offer promises 99.99.',
      number(),
    ),
    sla_met: volatile(
      'Whether this month is still within the availability that the offer promises; null where it promises none: a Cpool of one host, or without high availability.',
      bool(),
    ),
    encryption_status: volatile('clear, encrypted or locked.', text()),
    last_backup_at: volatile('When its last backup was completed.', text()),
    backups: volatile('Backups that its policies keep of it, oldest first. They go with the VM when it is deleted.', listOf(backupPoint)),
    ...allowDestroy,
  },
});

declare module '../../core/resource' {
  interface Nouns {
    virtual_machine: NounOf<typeof virtualMachine>;
  }
}

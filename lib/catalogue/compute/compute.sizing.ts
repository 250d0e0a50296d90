/** What a Cpool needs of what it gives, as a whole and with one host lost. */
import { defineSizing, type Measure, type Sizing } from '../../core/sizing';
import { floorTimes } from '../../core/units';
import { bladeClass } from '../facts/blades';
import { type CpoolLoad, laidOn, loadOfCpool, type NeededCpool, neededCpool, smallestCpool } from '../facts/cpool-size';
import { namesOf } from './usage';

/** Hosts of the smallest Cpool that keeps every advice: with one, nothing restarts. */
const HOSTS_ADVISED = 2;

function measuresOf(cpool: NeededCpool, load: CpoolLoad): Measure[] {
  const { ram_gib, gpus, threads } = bladeClass(cpool.blade_class);
  const ratio = cpool.memory_overcommit_ratio;
  const left = cpool.host_count - 1;
  const given = floorTimes(cpool.memory_gib, ratio);
  const memory = { unit: 'GiB', given, after_loss: Math.min(given, left * floorTimes(ram_gib, ratio)) };
  const limit = cpool.max_vcpu_per_thread;
  const each = limit === null ? undefined : (hosts: number): number => floorTimes(hosts * threads, limit);
  return [
    { what: 'memory', needed: load.memory_gib, ...memory },
    ...(load.brought ? [{ what: 'memory after a failover to it', needed: load.brought.memory_gib, ...memory }] : []),
    ...(gpus > 0 ? [{ what: 'GPUs', unit: 'cards', needed: load.gpus, given: cpool.host_count * gpus, after_loss: left * gpus }] : []),
    ...(each ? [{ what: 'vCPUs', unit: 'vCPUs', needed: load.vcpus, given: each(cpool.host_count), after_loss: each(left) }] : []),
  ];
}

function notesOf(cpool: NeededCpool, load: CpoolLoad): string[] {
  if (load.groups.length === 0) return [];
  if (cpool.host_count < HOSTS_ADVISED) return ['with its only host lost, nothing restarts'];
  if (!cpool.ha_enabled) return ['ha_enabled is false: with a host lost, its VMs stay down'];
  const rest = laidOn(cpool.host_count - 1, cpool, load.groups);
  if (rest.outcome === 'fits') return ['with one host lost, every VM restarts'];
  if (rest.outcome === 'undecided') return ['whether every VM restarts when a host is lost was not found within the bound of the search'];
  return [`with one host lost, ${namesOf(rest.leftOut.flatMap(({ group }) => group.vms.map((vm) => vm.id)))} would stay down`];
}

const cpools = defineSizing({
  on: 'cpool',
  reads: neededCpool.reads,
  gathers: neededCpool.gathers,
  size: ({ self, ...neighbours }) => {
    const cpool: NeededCpool = { ...self, ...neighbours };
    const load = loadOfCpool(cpool);
    const smallest = smallestCpool(cpool, load, { host_count: HOSTS_ADVISED, memory_gib: 0 });
    return { measures: measuresOf(cpool, load), smallest: smallest ? [{ ...smallest }] : [], notes: notesOf(cpool, load) };
  },
});

export const computeSizing: readonly Sizing[] = [cpools];

/** Who takes part in a drill: the plan, the VMs it names in their order, and the ways in which each can come back. */
import type { Stored } from '../../core/command';
import type { NounName, Nouns } from '../../core/resource';
import type { Stage } from '../../core/stage';
import { SECOND_MS } from '../../core/virtual-time';

export type Plan = Nouns['recovery_plan'];
export type Vm = Nouns['virtual_machine'];
export type Mirror = Nouns['global_mirror_lun'];
export type Replication = Nouns['vm_replication'];

/** How a VM can come back: with the copies of all LUNs that hold its disks, or with a copy of its own. */
export type Way =
  | { readonly kind: 'mirrors'; readonly mirrors: readonly Mirror[] }
  | { readonly kind: 'replication'; readonly replication: Replication };

/** A VM that the plan names. */
export interface Named {
  readonly vm: Vm;
  readonly priority: number;
  /** How long it waits from the moment that its priority begins. */
  readonly delayMs: number;
  /** The ways in which it can come back, the best first. */
  readonly ways: readonly Way[];
  /** Why there is none; empty where there is one. */
  readonly without: string;
}

export interface Cast {
  readonly plan: Plan;
  /** In the order of their start. */
  readonly named: readonly Named[];
  /** Every other VM of the plan's tenant. */
  readonly others: readonly Vm[];
  readonly mirrors: readonly Mirror[];
  readonly replications: readonly Replication[];
  /** Zone of each Cpool of the tenant. */
  readonly zoneOf: ReadonlyMap<string, string>;
  /** Zones of each network of the tenant. */
  readonly reach: ReadonlyMap<string, readonly string[]>;
  /** The other recovery plans that name a VM. */
  readonly otherPlans: ReadonlyMap<string, string>;
}

/** The values of what is known to be of a type: their shape was checked when they were written. */
const noun = <T extends NounName>(stored: Stored): Nouns[T] => stored.values as unknown as Nouns[T];

/** Gathers who takes part. The plan is known to exist. */
export async function castOf(stage: Stage, plan: Plan): Promise<Cast> {
  const all = async <T extends NounName>(type: T): Promise<Nouns[T][]> => (await stage.list(type, { tenant: plan.tenant })).map(noun<T>);
  const counted = new Set(plan.mechanism_ids);
  const mirrors = (await all('global_mirror_lun')).filter(({ id }) => counted.has(id));
  const replications = (await all('vm_replication')).filter(({ id }) => counted.has(id));
  const vms = new Map((await all('virtual_machine')).map((vm) => [vm.id, vm]));
  const zoneOf = new Map((await all('cpool')).map((cpool) => [cpool.id, cpool.availability_zone]));
  const reach = new Map((await all('network')).map((network) => [network.id, network.availability_zones]));
  const named = placesOf(plan).flatMap((place) => {
    const vm = vms.get(place.id);
    return vm ? [{ vm, priority: place.priority, delayMs: place.delayMs, ...waysOf(vm, plan, { mirrors, replications, zoneOf }) }] : [];
  });
  const isNamed = new Set(named.map(({ vm }) => vm.id));
  const others = [...vms.values()].filter(({ id }) => !isNamed.has(id));
  const otherPlans = new Map<string, string>();
  for (const other of await all('recovery_plan'))
    if (other.id !== plan.id) for (const { id } of placesOf(other)) if (!otherPlans.has(id)) otherPlans.set(id, other.id);
  return { plan, named, others, mirrors, replications, zoneOf, reach, otherPlans };
}

interface Place {
  readonly id: string;
  readonly priority: number;
  readonly delayMs: number;
}

/** Every VM of a plan once, where it starts first. */
function placesOf({ groups }: Plan): Place[] {
  const places = new Map<string, Place>();
  const inOrder = [...groups].sort((a, b) => a.priority - b.priority || a.start_delay_seconds - b.start_delay_seconds);
  for (const { priority, start_delay_seconds, virtual_machine_ids } of inOrder)
    for (const id of [...virtual_machine_ids].sort()) if (!places.has(id)) places.set(id, { id, priority, delayMs: start_delay_seconds * SECOND_MS });
  return [...places.values()];
}

/** Mirrors come first: their copies are younger than those that are pushed every few hours. */
function waysOf(
  vm: Vm,
  { standby_availability_zone: zone }: Plan,
  { mirrors, replications, zoneOf }: Pick<Cast, 'mirrors' | 'replications' | 'zoneOf'>,
): Pick<Named, 'ways' | 'without'> {
  const there = mirrors.filter((mirror) => mirror.secondary_availability_zone === zone);
  const luns = [...new Set(vm.disks.map((disk) => disk.datastore_id))];
  const covering = luns.flatMap((lun) => there.find((mirror) => mirror.datastore_id === lun) ?? []);
  const own = replications.filter((each) => each.virtual_machine_id === vm.id && zoneOf.get(each.target_cpool_id) === zone);
  const ways: Way[] = [
    ...(covering.length === luns.length ? [{ kind: 'mirrors' as const, mirrors: covering }] : []),
    ...own.map((replication) => ({ kind: 'replication' as const, replication })),
  ];
  const behind = vm.disks.filter((disk) => !covering.some((mirror) => mirror.datastore_id === disk.datastore_id));
  const disks = behind.map((disk) => `disk ${disk.name} on ${disk.datastore_id}`).join(', ');
  return { ways, without: ways.length > 0 ? '' : `no mechanism of the plan brings ${disks} to ${zone}` };
}

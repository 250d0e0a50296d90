/** What stands on a platform, as people look at it: zones with their stock, Cpools with their hosts, datastores with their space. */
import type { Stored } from '../core/command';
import type { Finding, Judgement } from '../core/finding';
import type { Values } from '../core/unknown';
import { usableGib, type World } from '../core/world';

/** What is asked of a platform; in process or far away. */
export interface Observable {
  list(type: string): Promise<readonly Stored[]>;
  observe(id: string): Promise<Values>;
  findings(): Promise<Judgement>;
  world(): Promise<World>;
}

export interface VmOverview {
  readonly id: string;
  readonly name: string;
  readonly vcpus: number;
  readonly memory_gib: number;
  readonly state: string;
}
export interface HostOverview {
  readonly id: string;
  readonly memory_used_gib: number;
  readonly vms: readonly VmOverview[];
}
export interface CpoolOverview {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly blade_class: string;
  readonly memory_gib: number;
  readonly memory_used_gib: number;
  readonly memory_used_percent: number;
  readonly hosts: readonly HostOverview[];
  /** VMs that lie on no host: stopped ones, and those that found no room. */
  readonly elsewhere: readonly VmOverview[];
}
export interface DatastoreOverview {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  readonly storage_class: string;
  readonly array: string;
  readonly iops_limit: number | null;
  readonly size_gib: number;
  readonly disks_gib: number;
  readonly swap_gib: number;
  readonly free_gib: number;
}
export interface ZoneOverview {
  readonly name: string;
  readonly region: string;
  readonly blades: readonly { readonly blade_class: string; readonly used: number; readonly total: number }[];
  readonly arrays: readonly { readonly name: string; readonly media: string; readonly used_gib: number; readonly total_gib: number }[];
  readonly cpools: readonly CpoolOverview[];
  readonly datastores: readonly DatastoreOverview[];
}
export interface Overview {
  readonly world: string;
  readonly zones: readonly ZoneOverview[];
  /** Resources by type. */
  readonly counts: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** Types that are counted, in the order in which people build them. */
const COUNTED = ['tenant', 'network', 'datastore', 'cpool', 'virtual_machine', 'affinity_rule', 'backup_policy'] as const;

/** Gathers the overview; what changes meanwhile may show in one part and not in another. */
export async function overview(platform: Observable): Promise<Overview> {
  const world = await platform.world();
  const listed = new Map(await Promise.all(COUNTED.map(async (type) => [type, await platform.list(type)] as const)));
  const observed = async (type: (typeof COUNTED)[number]): Promise<Observed[]> =>
    Promise.all((listed.get(type) ?? []).map(async (stored) => ({ stored, now: await platform.observe(stored.id) })));
  const [vms, cpools, datastores, { findings }] = await Promise.all([
    observed('virtual_machine'),
    observed('cpool'),
    observed('datastore'),
    platform.findings(),
  ]);
  const zones = world.regions.flatMap((region) =>
    region.zones.map((name) => zoneOf(world, { name, region: region.name }, { vms, cpools, datastores })),
  );
  return { world: world.name, zones, counts: Object.fromEntries([...listed].map(([type, all]) => [type, all.length])), findings };
}

interface Observed {
  readonly stored: Stored;
  readonly now: Values;
}

const textOf = (values: Values, name: string): string => String(values[name] ?? '');
const numberOf = (values: Values, name: string): number => Number(values[name] ?? 0);

function zoneOf(
  world: World,
  zone: Pick<ZoneOverview, 'name' | 'region'>,
  all: Readonly<Record<'vms' | 'cpools' | 'datastores', readonly Observed[]>>,
): ZoneOverview {
  const here = (each: Observed): boolean => each.stored.values['availability_zone'] === zone.name;
  const cpools = all.cpools.filter(here).map((each) => cpoolOf(each, all.vms));
  const datastores = all.datastores.filter(here).map(datastoreOf);
  const stock = world.zones[zone.name];
  const used = (bladeClass: string): number => cpools.reduce((sum, cpool) => (cpool.blade_class === bladeClass ? sum + cpool.hosts.length : sum), 0);
  return {
    ...zone,
    blades: Object.entries(stock?.blades ?? {}).map(([blade_class, total]) => ({ blade_class, used: used(blade_class), total })),
    arrays: (stock?.arrays ?? []).map((array) => ({
      name: array.name,
      media: array.media,
      used_gib: datastores.reduce((sum, each) => (each.array === array.name ? sum + each.size_gib : sum), 0),
      total_gib: usableGib(array),
    })),
    cpools,
    datastores,
  };
}

function cpoolOf({ stored, now }: Observed, vms: readonly Observed[]): CpoolOverview {
  const own = vms.filter((vm) => vm.stored.values['cpool_id'] === stored.id);
  const hostIds = Array.isArray(now['host_ids']) ? (now['host_ids'] as readonly unknown[]).map(String) : [];
  const hosts = hostIds.map((id): HostOverview => {
    const on = own.filter((vm) => vm.now['host_id'] === id).map(vmOf);
    return { id, memory_used_gib: on.reduce((sum, vm) => sum + vm.memory_gib, 0), vms: on };
  });
  return {
    id: stored.id,
    name: textOf(stored.values, 'name'),
    tenant: textOf(stored.values, 'tenant'),
    blade_class: textOf(stored.values, 'blade_class'),
    memory_gib: numberOf(stored.values, 'memory_gib'),
    memory_used_gib: numberOf(now, 'memory_used_gib'),
    memory_used_percent: numberOf(now, 'memory_used_percent'),
    hosts,
    elsewhere: own.filter((vm) => !hostIds.includes(textOf(vm.now, 'host_id'))).map(vmOf),
  };
}

const vmOf = ({ stored, now }: Observed): VmOverview => ({
  id: stored.id,
  name: textOf(stored.values, 'name'),
  vcpus: numberOf(stored.values, 'vcpus'),
  memory_gib: numberOf(stored.values, 'memory_gib'),
  state: textOf(now, 'state'),
});

function datastoreOf({ stored, now }: Observed): DatastoreOverview {
  const size = numberOf(stored.values, 'size_gib');
  const swap = numberOf(now, 'swap_gib');
  const free = numberOf(now, 'free_gib');
  return {
    id: stored.id,
    name: textOf(stored.values, 'name'),
    tenant: textOf(stored.values, 'tenant'),
    storage_class: textOf(stored.values, 'storage_class'),
    array: textOf(now, 'array'),
    iops_limit: stored.values['iops_limit'] === null ? null : numberOf(stored.values, 'iops_limit'),
    size_gib: size,
    disks_gib: size - free - swap,
    swap_gib: swap,
    free_gib: free,
  };
}

/** What stands on a platform, for a person who looks: zones with their blades, Cpools with their hosts, datastores with their space. */
import type { PlatformClient } from '../client/client';
import type { Catalogue } from '../core/catalogue';
import type { Stored } from '../core/command';
import type { Fault } from '../core/fault';
import type { Judgement } from '../core/finding';
import type { Values } from '../core/unknown';

export interface BladeUse {
  readonly blade_class: string;
  readonly used: number;
  readonly free: number;
}

export interface HostUse {
  readonly id: string;
  /** It is out of service. */
  readonly lost: boolean;
  readonly memory_used_gib: number;
  readonly virtual_machines: readonly { readonly id: string; readonly name: string; readonly memory_gib: number }[];
}

export interface CpoolUse {
  readonly id: string;
  readonly blade_class: string;
  readonly memory_gib: number;
  readonly memory_used_gib: number;
  readonly hosts: readonly HostUse[];
  /** What an update of its hypervisors is doing, or waits for; null where none is under way. */
  readonly hypervisor_update: string | null;
  /** VMs that run on none of its hosts, with their state. */
  readonly elsewhere: readonly { readonly id: string; readonly name: string; readonly state: string }[];
}

export interface DatastoreUse {
  readonly id: string;
  readonly storage_class: string;
  readonly size_gib: number;
  readonly free_gib: number;
  readonly swap_gib: number;
  /** Null without a guarantee. */
  readonly iops_limit: number | null;
  readonly used_iops: number;
  /** Health of its LUN. */
  readonly state: string;
  /** Null where nothing is rebuilt. */
  readonly rebuild_progress_percent: number | null;
}

export interface ZoneUse {
  readonly name: string;
  readonly region: string;
  readonly blades: readonly BladeUse[];
  readonly cpools: readonly CpoolUse[];
  readonly datastores: readonly DatastoreUse[];
}

/** A VM that is switched on and does not run. */
export interface Standstill {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
}

/** A VM that has run less of this month than the offer promises. */
export interface MissedPromise {
  readonly id: string;
  readonly availability_percent: number;
}

/** What holds a copy of a LUN or of a VM elsewhere. */
export interface CopyState {
  readonly id: string;
  readonly state: string;
  /** Minutes of writes that a loss would cost now; null where no copy can be used, or where it is not measured that way. */
  readonly rpo_minutes: number | null;
  /** The moment that the copy holds; null where it follows every write, and where there is none. */
  readonly consistent_at: string | null;
}

export interface Status {
  readonly zones: readonly ZoneUse[];
  /** What is broken now. */
  readonly faults: readonly Fault[];
  readonly copies: readonly CopyState[];
  readonly not_running: readonly Standstill[];
  readonly below_sla: readonly MissedPromise[];
  /** Resources by type; types of which none stands are left out. */
  readonly resources: Readonly<Record<string, number>>;
  readonly judgement: Judgement;
}

interface Observed extends Stored {
  readonly seen: Values;
}

/** Looks at a platform. Changes nothing. */
export async function statusOf(client: PlatformClient, catalogue: Catalogue): Promise<Status> {
  const resources: Record<string, number> = {};
  for (const type of catalogue.definitions.keys()) {
    const { length } = await client.list(type);
    if (length > 0) resources[type] = length;
  }
  const cpools = await observed(client, 'cpool');
  const machines = await observed(client, 'virtual_machine');
  const datastores = await observed(client, 'datastore');
  const copies = [...(await observed(client, 'global_mirror_lun')), ...(await observed(client, 'vm_replication'))];
  const { regions, zones } = await client.world();
  const inZone = (all: readonly Observed[], zone: string): readonly Observed[] => all.filter(({ values }) => values['availability_zone'] === zone);
  return {
    zones: regions.flatMap((region) =>
      region.zones.map((name) => ({
        name,
        region: region.name,
        blades: bladeUse(zones[name]?.blades ?? {}, inZone(cpools, name)),
        cpools: inZone(cpools, name).map((cpool) => cpoolUse(cpool, machines)),
        datastores: inZone(datastores, name).map(datastoreUse),
      })),
    ),
    faults: (await client.faults()).filter(({ active }) => active),
    copies: copies.map(copyState),
    not_running: machines.flatMap(({ id, seen: { state, state_reason: reason } }) =>
      typeof reason === 'string' ? [{ id, state: String(state), reason }] : [],
    ),
    below_sla: machines.flatMap(({ id, seen }) =>
      seen['sla_met'] === false ? [{ id, availability_percent: Number(seen['availability_percent']) }] : [],
    ),
    resources,
    judgement: await client.findings(),
  };
}

async function observed(client: PlatformClient, type: string): Promise<Observed[]> {
  const all: Observed[] = [];
  for (const stored of await client.list(type)) all.push({ ...stored, seen: await client.observe(stored.id) });
  return all;
}

function bladeUse(stock: Readonly<Record<string, number>>, cpools: readonly Observed[]): BladeUse[] {
  return Object.entries(stock).map(([blade_class, total]) => {
    const used = cpools
      .filter(({ values }) => values['blade_class'] === blade_class)
      .reduce((sum, { values }) => sum + Number(values['host_count']), 0);
    return { blade_class, used, free: total - used };
  });
}

function cpoolUse({ id, values, seen }: Observed, machines: readonly Observed[]): CpoolUse {
  const home = machines.filter((machine) => (machine.seen['running_cpool_id'] ?? machine.values['cpool_id']) === id);
  const hostIds = textsOf(seen['host_ids']);
  const lost = textsOf(seen['lost_host_ids']);
  const hosts = hostIds.map((host) => {
    const running = home
      .filter((machine) => machine.seen['host_id'] === host)
      .map((machine) => ({ id: machine.id, name: nameOf(machine), memory_gib: Number(machine.values['memory_gib']) }));
    return {
      id: host,
      lost: lost.includes(host),
      memory_used_gib: running.reduce((sum, { memory_gib }) => sum + memory_gib, 0),
      virtual_machines: running,
    };
  });
  const elsewhere = home
    .filter((machine) => !hostIds.includes(String(machine.seen['host_id'])))
    .map((machine) => ({ id: machine.id, name: nameOf(machine), state: String(machine.seen['state']) }));
  return {
    id,
    blade_class: String(values['blade_class']),
    memory_gib: Number(values['memory_gib']),
    memory_used_gib: Number(seen['memory_used_gib'] ?? 0),
    hosts,
    hypervisor_update: typeof seen['hypervisor_update'] === 'string' ? seen['hypervisor_update'] : null,
    elsewhere,
  };
}

const textsOf = (value: Values[string] | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const nameOf = ({ values }: Observed): string => String(values['name']);

function datastoreUse({ id, values, seen }: Observed): DatastoreUse {
  const limit = values['iops_limit'];
  return {
    id,
    storage_class: String(values['storage_class']),
    size_gib: Number(values['size_gib']),
    free_gib: Number(seen['free_gib'] ?? 0),
    swap_gib: Number(seen['swap_gib'] ?? 0),
    iops_limit: typeof limit === 'number' ? limit : null,
    used_iops: Number(seen['used_iops'] ?? 0),
    state: String(seen['state']),
    rebuild_progress_percent: numberOf(seen['rebuild_progress_percent']),
  };
}

function copyState({ id, seen }: Observed): CopyState {
  const moment = seen['freeze_time'] ?? seen['consistent_at'];
  return {
    id,
    state: String(seen['state']),
    rpo_minutes: numberOf(seen['rpo_minutes']),
    consistent_at: typeof moment === 'string' ? moment : null,
  };
}

const numberOf = (value: Values[string] | undefined): number | null => (typeof value === 'number' ? value : null);

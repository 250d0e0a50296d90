/** An estate with a recovery plan, and drills of it. */

import { cpool, datastore, disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirror, REPLICATION, replication, STANDBY, standby, target } from '../../lib/catalogue/facts/example-replication';
import { drill } from '../../lib/catalogue/protection/drill';
import type { DrillOrder, DrillTold, Recovery } from '../../lib/core/drill';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { rehearse } from '../../lib/platform/rehearse';
import { create, type Entry, openPlatform } from './open-platform';

export const PLAN = 'tenants/main/recovery-plans/pra';
const LOCAL = datastoreId('local');

export const plan = (groups: readonly Values[], mechanism_ids: readonly string[] = [MIRROR, REPLICATION], values: Values = {}): Entry => ({
  type: 'recovery_plan',
  values: {
    name: 'pra',
    primary_availability_zone: 'par7s',
    standby_availability_zone: 'th3s',
    mechanism_ids,
    groups,
    ...values,
  },
});

export const group = (priority: number, ...names: string[]): Values => ({ priority, virtual_machine_ids: names.map(vmId) });

/** Disks on a datastore that nothing mirrors. */
export const local = { disks: [disk({ datastore_id: LOCAL })] };

/** The entries, with those that changes name in another form, and those that changes add. */
function over(entries: readonly Entry[], changes: readonly Entry[]): Entry[] {
  const all = new Map([...entries, ...changes].map((entry) => [`${entry.type} ${String(entry.values['name'])}`, entry]));
  return [...all.values()].sort((a, b) => ORDER.indexOf(a.type) - ORDER.indexOf(b.type));
}
const ORDER = ['network', 'backup_policy', 'cpool', 'datastore', 'global_mirror_lun', 'virtual_machine', 'vm_replication', 'recovery_plan'];

/** A database on a mirror, a file server that is replicated, an application that starts after them, and one that nobody thought of. */
export const insuredEntries = (...changes: readonly Entry[]): Entry[] =>
  over(
    [
      cpool(),
      datastore(),
      datastore({ name: 'local' }),
      policy(),
      policy({ name: 'third', availability_zone: 'az07' }),
      standby(),
      target(),
      mirror({ standby_cpool_id: STANDBY, cycle_period_seconds: 300 }),
      vm('db', { rpo_minutes: 15, rto_minutes: 240 }),
      vm('a', { ...local, rpo_minutes: 120, rto_minutes: 15 }),
      vm('app'),
      vm('lone', local),
      replication(),
      plan([group(1, 'db', 'a'), { ...group(2, 'app'), start_delay_seconds: 120 }]),
    ],
    changes,
  );

export async function insured(...changes: readonly Entry[]): Promise<Platform> {
  const platform = await openPlatform();
  for (const entry of insuredEntries(...changes)) await create(platform, entry);
  return platform;
}

const A_DAY_LATER = { at: { afterMs: 24 * HOUR_MS } } as const;

/** Holds a drill, a day later unless the order says otherwise. */
export const held = async (platform: Platform, order: Partial<DrillOrder> = {}): Promise<DrillTold> =>
  (await rehearse(platform, (stage) => drill(stage, { plan: PLAN, ...A_DAY_LATER, ...order }))).told;

/** What became of a VM, whether the plan names it or not. */
export function fateOf({ recoveries, left_behind }: DrillTold, name: string): Recovery {
  const found = [...recoveries, ...left_behind].find(({ resource }) => resource === vmId(name));
  if (!found) throw new Error(`the drill does not speak of ${name}`);
  return found;
}

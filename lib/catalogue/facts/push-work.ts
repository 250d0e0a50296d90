/** What a push of a replicated VM has to copy, and what keeps it from arriving. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { Fraction } from '../../core/units';
import { whyDatastoreIsLost } from './datastore-outages';
import { isLinkCut, isZoneLost } from './outages';
import { zonesOf } from './push-share';
import { snapshotWritesGibPerDay } from './snapshot-growth';
import { startedCopy } from './started-copies';
import { changedGib, isRewritten } from './write-rate';

type Replication = Nouns['vm_replication'];

interface PushWork {
  readonly gib: number;
  /** What the guest writes meanwhile. */
  readonly writtenGibPerDay: Fraction;
}

const NOTHING: Fraction = { numerator: 0n, denominator: 1n };

/** What a push brings of a moment of the VM: everything at first, then what has changed since the moment that the copy holds. */
export function workOf(site: Site, replication: Replication, moment: number): PushWork {
  const vm = site.get('virtual_machine', replication.virtual_machine_id);
  const { taken = null } = site.runtime('vm_replication', replication.id) ?? {};
  if (!vm) return { gib: 0, writtenGibPerDay: NOTHING };
  const size_gib = vm.disks.reduce((sum, disk) => sum + disk.size_gib, 0);
  const rests = vm.power_state === 'off';
  const gib = taken === null || isRewritten(site, vm.id, taken) ? size_gib : rests ? 0 : changedGib({ ...vm, size_gib }, moment - taken);
  return { gib, writtenGibPerDay: rests ? NOTHING : snapshotWritesGibPerDay(vm) };
}

/** Why nothing can be pushed now; undefined where it can. */
export function whyNotPushed(site: Site, replication: Replication): string | undefined {
  const vm = site.get('virtual_machine', replication.virtual_machine_id);
  if (!vm) return `${replication.virtual_machine_id} is gone`;
  if (startedCopy(site, vm.id)?.id === replication.id) return 'its copy runs in the place of the VM';
  if (site.faults.length === 0) return undefined;
  const [from, to] = zonesOf(site, replication);
  for (const zone of [from, to]) if (isZoneLost(site, zone)) return `zone ${zone} is lost`;
  if (isLinkCut(site, from, to)) return `the link between ${from} and ${to} is cut`;
  return [replication.target_datastore_id, ...vm.disks.map((disk) => disk.datastore_id)]
    .map((id) => whyDatastoreIsLost(site, id))
    .find((why) => why !== undefined);
}

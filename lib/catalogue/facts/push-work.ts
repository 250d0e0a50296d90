/** What a push of a replicated VM has to copy, how long that takes, and what keeps it from arriving. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { Fraction } from '../../core/units';
import { linkMbitPerS } from '../../core/world';
import { whyDatastoreIsLost } from './datastore-outages';
import { isLinkCut, isZoneLost } from './outages';
import { snapshotWritesGibPerDay } from './snapshot-growth';
import { changedGib, copyMs, mbPerSOf } from './write-rate';

type Replication = Nouns['vm_replication'];
type Vm = Nouns['virtual_machine'];

interface PushWork {
  /** Everything is copied, since no copy was completed yet. */
  readonly first: boolean;
  readonly copyMs: number;
  /** What the guest writes meanwhile. */
  readonly writtenGibPerDay: Fraction;
}

/** The push of a moment of the VM: that at which it began, or now. */
export function pushOf(site: Site, replication: Replication): PushWork {
  const vm = site.get('virtual_machine', replication.virtual_machine_id);
  const { taken = null, pushing = null } = site.runtime('vm_replication', replication.id) ?? {};
  if (!vm) return { first: taken === null, copyMs: 0, writtenGibPerDay: NOTHING };
  const elapsed = (pushing ?? site.now) - (taken ?? 0);
  const gib = taken === null ? sizeOf(vm) : vm.power_state === 'off' ? 0 : changedGib({ ...vm, size_gib: sizeOf(vm) }, elapsed);
  const writtenGibPerDay = vm.power_state === 'off' ? NOTHING : snapshotWritesGibPerDay(vm);
  const ms = copyMs(gib, mbPerSOf(shareMbitPerS(site, replication)));
  return { first: taken === null, copyMs: ms, writtenGibPerDay };
}

const NOTHING: Fraction = { numerator: 0n, denominator: 1n };
const sizeOf = (vm: Vm): number => vm.disks.reduce((sum, disk) => sum + disk.size_gib, 0);

/** Zones between which a replication pushes. */
const zonesOf = (site: Site, replication: Replication): readonly [string | undefined, string | undefined] => [
  site.get('cpool', site.get('virtual_machine', replication.virtual_machine_id)?.cpool_id ?? '')?.availability_zone,
  site.get('datastore', replication.target_datastore_id)?.availability_zone,
];

/** Zones between which the stock has no link are as near as one zone: nothing bounds what passes but this, in Mbit/s. */
const UNLINKED_MBIT_PER_S = 10_000;

/** What a push has of the link: it shares it with all other replications between the two zones, as they may all push at once. */
function shareMbitPerS(site: Site, replication: Replication): number {
  const [from, to] = zonesOf(site, replication);
  if (from === undefined || to === undefined) return UNLINKED_MBIT_PER_S;
  const sharers = site.all('vm_replication').filter((other) => {
    if (other.paused) return false;
    const [one, another] = zonesOf(site, other);
    return (one === from && another === to) || (one === to && another === from);
  });
  return (linkMbitPerS(site.world, from, to) ?? UNLINKED_MBIT_PER_S) / Math.max(1, sharers.length);
}

/** Why nothing can be pushed now; undefined where it can. */
export function whyNotPushed(site: Site, replication: Replication): string | undefined {
  const vm = site.get('virtual_machine', replication.virtual_machine_id);
  if (!vm) return `${replication.virtual_machine_id} is gone`;
  if (site.faults.length === 0) return undefined;
  const [from = '', to = ''] = zonesOf(site, replication);
  for (const zone of [from, to]) if (isZoneLost(site, zone)) return `zone ${zone} is lost`;
  if (isLinkCut(site, from, to)) return `the link between ${from} and ${to} is cut`;
  return [replication.target_datastore_id, ...vm.disks.map((disk) => disk.datastore_id)]
    .map((id) => whyDatastoreIsLost(site, id))
    .find((why) => why !== undefined);
}

import { defineBehaviour, type Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { HOUR_MS, MINUTE_MS } from '../../core/virtual-time';
import { VM_START_MINUTES } from '../facts/advice';
import { failoverMinutes } from '../facts/mirror-failover';
import { lagMinutes } from '../facts/mirror-lag';
import { offer } from '../facts/offer';
import { lastPush } from '../facts/push-state';

type Plan = Nouns['recovery_plan'];

/** What a mechanism costs in minutes: writes that are lost at worst, and the wait until what it brings can start. */
interface Cost {
  readonly rpo: number | null;
  readonly rto: number;
}

const MINUTE_SECONDS = 60;

/** A plan shows what it would cost, from its mechanisms, its delays and the start of its VMs. `socle drill` measures it. */
export const recoveryPlanBehaviour = defineBehaviour('recovery_plan', {
  looksAt: ['global_mirror_lun', 'vm_replication', 'datastore', 'virtual_machine'],
  observe: (self, site) => {
    const costs = self.mechanism_ids.flatMap((id) => costOf(id, site) ?? []);
    const rpos = costs.map(({ rpo }) => rpo);
    return {
      estimated_rpo_minutes: rpos.length === 0 ? null : rpos.reduce((worst, rpo) => (worst === null || rpo === null ? null : Math.max(worst, rpo))),
      estimated_rto_minutes: costs.length === 0 ? null : Math.max(...costs.map(({ rto }) => rto)) + startMinutes(self),
    };
  },
});

function costOf(id: string, site: Site): Cost | undefined {
  const mirror = site.get('global_mirror_lun', id);
  if (mirror) return { rpo: lagMinutes(site, mirror), rto: failoverMinutes(site.world) };
  const replication = site.get('vm_replication', id);
  if (!replication) return undefined;
  return { rpo: pushMinutes(replication, site), rto: offer.vm_replication.rto_minutes - VM_START_MINUTES };
}

/** Minutes of writes since the last push: its interval at worst, more where pushes have failed. Null where no bound holds: there is no copy yet, or it gets older. */
function pushMinutes(replication: Nouns['vm_replication'], site: Site): number | null {
  const last = lastPush(site, replication);
  if (replication.paused || !last) return null;
  // What fell due while nobody moved the clock happens before anything else does.
  const until = Math.min(site.now, site.dueAt('vm_replication', replication.id, 'interval') ?? site.now);
  return Math.max((replication.interval_hours * HOUR_MS) / MINUTE_MS, Math.ceil((until - last.taken) / MINUTE_MS));
}

/** Whole minutes until the last group runs, once it can start: groups of one priority wait and start side by side, priorities one after another. */
function startMinutes({ groups }: Plan): number {
  const longest = new Map<number, number>();
  for (const { priority, start_delay_seconds } of groups) longest.set(priority, Math.max(longest.get(priority) ?? 0, start_delay_seconds));
  return Math.ceil([...longest.values()].reduce((sum, seconds) => sum + seconds, 0) / MINUTE_SECONDS) + longest.size * VM_START_MINUTES;
}

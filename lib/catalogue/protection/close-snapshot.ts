/** What a VM goes through when the snapshot of a backup or a push closes: one that cannot close freezes it. */
import type { ActivityItem } from '../../core/activity';
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import { type Fraction, numberOf, times } from '../../core/units';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../core/virtual-time';
import { releaseVm, stopVm } from '../facts/hosting';
import { conditionOf } from '../facts/hosting-state';
import { closing } from '../facts/snapshot-closing';

type Vm = Nouns['virtual_machine'];

/** Under which hosting keeps and releases a VM whose snapshot closes. */
const CAUSE = 'snapshot';

/** A snapshot as it stands when what it was taken for is copied. */
interface Grown {
  readonly writtenGibPerDay: Fraction;
  /** Milliseconds for which it was open. */
  readonly openMs: number;
}

/** GiB to which a snapshot grows. */
export const grownGib = (writtenGibPerDay: Fraction, openMs: number): number =>
  numberOf(times(writtenGibPerDay, { numerator: BigInt(openMs), denominator: BigInt(DAY_MS) }));

/** Closes the snapshot of a VM, and says so. A VM that is frozen goes on when all of the snapshot is copied, and nothing stops that earlier. */
export function closeSnapshot(deed: Deed, vm: Vm, { writtenGibPerDay, openMs }: Grown): ActivityItem {
  const done = { what: vm.id, state: 'completed', reason: null } as const;
  if (conditionOf(deed, vm).state !== 'running') return done;
  const deltaGib = grownGib(writtenGibPerDay, openMs);
  const { outcome, frozenSeconds } = closing({ deltaGib, writtenGibPerDay });
  if (outcome === 'closes' || frozenSeconds === 0) return done;
  const minutes = Math.ceil((frozenSeconds * SECOND_MS) / MINUTE_MS);
  const reason = `it is written as fast as its snapshot of ${Math.ceil(deltaGib)} GiB is closed: it is frozen for ${minutes} minutes`;
  stopVm(deed, vm.id, { cause: CAUSE, state: 'frozen', reason });
  const frozenUntil = deed.dueAt('virtual_machine', vm.id, 'snapshot_closed') ?? deed.now;
  deed.settle('virtual_machine', vm.id, 'snapshot_closed', Math.max(frozenUntil - deed.now, frozenSeconds * SECOND_MS));
  return { ...done, reason };
}

/** The snapshot is closed: the VM goes on. */
export function snapshotClosed(vm: Vm, deed: Deed): undefined {
  releaseVm(deed, vm.id, CAUSE);
}

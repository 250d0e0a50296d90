/** What a VM goes through when a snapshot of it closes: one that cannot close freezes it, and nothing stops that earlier. */
import type { Deed } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { Fraction } from '../../core/units';
import { MINUTE_MS, SECOND_MS } from '../../core/virtual-time';
import { releaseVm, stopVm } from './hosting';
import { conditionOf } from './hosting-state';
import { closing } from './snapshot-closing';

type Vm = Nouns['virtual_machine'];

/** Under which hosting keeps and releases a VM whose snapshot closes. */
const CAUSE = 'snapshot';

/** Closes a snapshot of a VM that has grown to `deltaGib`. Gives why the VM is frozen meanwhile; undefined where it is not. */
export function closeSnapshot(
  deed: Deed,
  vm: Vm,
  { deltaGib, writtenGibPerDay }: { readonly deltaGib: number; readonly writtenGibPerDay: Fraction },
): string | undefined {
  if (conditionOf(deed, vm).state !== 'running') return undefined;
  const { outcome, frozenSeconds } = closing({ deltaGib, writtenGibPerDay });
  if (outcome === 'closes' || frozenSeconds === 0) return undefined;
  const minutes = Math.ceil((frozenSeconds * SECOND_MS) / MINUTE_MS);
  const reason = `it is written as fast as its snapshot of ${Math.ceil(deltaGib)} GiB is closed: it is frozen for ${minutes} minutes`;
  stopVm(deed, vm.id, { cause: CAUSE, state: 'frozen', reason });
  const frozenUntil = deed.dueAt('virtual_machine', vm.id, 'snapshot_closed') ?? deed.now;
  deed.settle('virtual_machine', vm.id, 'snapshot_closed', Math.max(frozenUntil - deed.now, frozenSeconds * SECOND_MS));
  return reason;
}

/** `due.snapshot_closed` of a VM: all of the snapshot is copied, and the VM goes on. */
export function snapshotClosed(vm: Vm, deed: Deed): undefined {
  releaseVm(deed, vm.id, CAUSE);
}

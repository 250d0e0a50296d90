/** What is under way for the protection of one VM: one thing at a time, so that none overwrites what another reads. */
import type { Ending } from '../../core/activity';
import type { Deed, Site } from '../../core/behaviour';
import { type Command, Refusal } from '../../core/command';
import type { Nouns } from '../../core/resource';
import { type Job, whyOutOfReach } from './backup-job';
import { type BackupPoint, pointsOf } from './backup-points';

type Vm = Nouns['virtual_machine'];

export interface Restore {
  readonly what: 'restore';
  readonly backup: string;
  readonly mode: 'test' | 'clone' | 'production';
  /** The VM that is made of it; null where its own disks are put back. */
  readonly copy: string | null;
  readonly from_mass: boolean;
}

export type Task =
  | { readonly what: 'run_backup'; readonly jobs: readonly (Job & { readonly policy: string })[] }
  | Restore
  | { readonly what: 'restore_files'; readonly backup: string; readonly paths: readonly string[] }
  | { readonly what: 'export'; readonly backup: string | null; readonly file: string };

declare module '../../core/behaviour' {
  interface VirtualMachineRuntime {
    /** What is under way for its protection; null or absent where nothing is. */
    readonly task?: Task | null;
  }
}

/** Begins a task, which `due[task.what]` ends, or another due of its own that ends sooner. */
export function beginTask(deed: Deed, vm: Vm, task: Task, { due = task.what, ms }: { readonly due?: string; readonly ms: number }): undefined {
  deed.remember('virtual_machine', vm.id, { task });
  deed.settle('virtual_machine', vm.id, due, ms);
}

/** Takes the task of a kind off a VM. */
export function endTask<W extends Task['what']>(deed: Deed, vm: Vm, what: W): Extract<Task, { what: W }> | undefined {
  const task = taskOf(deed, vm, what);
  if (task) deed.remember('virtual_machine', vm.id, { task: null });
  return task;
}

export function taskOf<W extends Task['what']>(site: Site, vm: Vm, what: W): Extract<Task, { what: W }> | undefined {
  const task = site.runtime('virtual_machine', vm.id)?.task ?? undefined;
  return task?.what === what ? (task as Extract<Task, { what: W }>) : undefined;
}

export function whyBusy(site: Site, vm: Vm): string | undefined {
  const task = site.runtime('virtual_machine', vm.id)?.task;
  return task ? `${task.what} of it is under way: wait until it has ended` : undefined;
}

/** A backup that can be read now, or why there is none. */
export function readable(site: Site, vm: Vm, backup: string): { readonly point: BackupPoint } | (Ending & { readonly failed: string }) {
  const points = pointsOf(site, vm.id);
  const point = points.find((each) => each.id === backup);
  const policy = point && site.get('backup_policy', point.policy);
  if (!point || !policy) {
    const newest = points.at(-1);
    return { failed: `${backup} is no backup of it; ${newest ? `it has ${points.length}, the newest is ${newest.id}` : 'it has none'}` };
  }
  const why = whyOutOfReach(site, vm, policy);
  return why === undefined ? { point } : { failed: `${backup} cannot be read: ${why}` };
}

/** Gives a command that may be refused; says why it was. */
export function whyRefused(deed: Deed, command: Command): string | undefined {
  try {
    deed.command(command);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.findings.map((finding) => `${finding.code} ${finding.resource}: ${finding.message}`).join('; ');
  }
}

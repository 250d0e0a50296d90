/** Which VMs lie together and which apart: affinity rules joined through any chain. */

/** A running VM; memory in GiB. */
export interface PlacedVm {
  readonly id: string;
  readonly memory_gib: number;
  readonly gpu_count: number;
}

/** An enabled affinity or anti-affinity rule of the Cpool. VMs that do not run may be named: they tie others together. */
export interface Tie {
  readonly id: string;
  readonly kind: 'affinity' | 'anti_affinity';
  readonly virtual_machine_ids: readonly string[];
}

/** VMs that must lie on one host, and what keeps them from others. */
export interface Group {
  readonly vms: readonly PlacedVm[];
  readonly memory_gib: number;
  readonly gpu_count: number;
  /** Anti-affinity rules that name one of its VMs. */
  readonly apart: readonly string[];
  /** An anti-affinity rule that names two of its VMs: no host can ever hold the group. */
  readonly torn?: string;
}

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Joins VMs that rules tie together. The order of the arguments changes nothing. */
export function groupsOf(vms: readonly PlacedVm[], ties: readonly Tie[]): Group[] {
  const leaderOf = leaders(ties);
  const members = new Map<string, PlacedVm[]>();
  for (const vm of [...vms].sort((a, b) => byText(a.id, b.id))) {
    const leader = leaderOf(vm.id);
    const known = members.get(leader);
    if (known) known.push(vm);
    else members.set(leader, [vm]);
  }
  const apart = new Map<string, string[]>();
  for (const tie of ties)
    if (tie.kind === 'anti_affinity') for (const vm of new Set(tie.virtual_machine_ids)) apart.set(vm, [...(apart.get(vm) ?? []), tie.id]);
  return [...members.values()].map((group) => groupOf(group, apart));
}

function groupOf(vms: readonly PlacedVm[], apart: ReadonlyMap<string, readonly string[]>): Group {
  const ties = vms.flatMap((vm) => apart.get(vm.id) ?? []).sort(byText);
  const torn = ties.find((tie, index) => tie === ties[index - 1]);
  return {
    vms,
    memory_gib: vms.reduce((sum, vm) => sum + vm.memory_gib, 0),
    gpu_count: vms.reduce((sum, vm) => sum + vm.gpu_count, 0),
    apart: [...new Set(ties)],
    ...(torn === undefined ? {} : { torn }),
  };
}

/** For each VM, the one that stands for its whole affinity group: itself where no rule ties it. */
export function leaders(ties: readonly Tie[]): (vm: string) => string {
  const above = new Map<string, string>();
  const leaderOf = (vm: string): string => {
    let top = vm;
    for (let next = above.get(top); next !== undefined; next = above.get(top)) top = next;
    if (top !== vm) above.set(vm, top);
    return top;
  };
  for (const { kind, virtual_machine_ids: ids } of ties) {
    const [first] = ids;
    if (kind === 'anti_affinity' || first === undefined) continue;
    for (const id of ids) {
      const [a, b] = [leaderOf(first), leaderOf(id)];
      if (a !== b) above.set(b, a);
    }
  }
  return leaderOf;
}

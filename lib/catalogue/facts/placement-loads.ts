/** What is left of each host while VMs are laid on it. Indexes instead of ids: the search tries hundreds of thousands of steps. */

/** What has to lie on one host: VMs that an affinity rule ties together, or a single one. */
export interface Item {
  readonly memory: number;
  readonly gpus: number;
  /** Indexes of the anti-affinity rules that name one of its VMs: two items of one rule never share a host. */
  readonly apart: readonly number[];
  /** Index of the host where it should stay; -1 for none. */
  readonly home: number;
}

export interface Space {
  readonly memory: number;
  readonly gpus: number;
}

export class Loads {
  readonly memory: number[];
  readonly gpus: number[];
  /** For each host and anti-affinity rule, whether the host holds a VM of it. */
  private readonly held: Uint8Array;
  /** Anti-affinity rules that have a VM on the host. */
  private readonly heldCount: number[];

  constructor(
    readonly hosts: readonly Space[],
    private readonly ruleCount: number,
  ) {
    this.memory = hosts.map((host) => host.memory);
    this.gpus = hosts.map((host) => host.gpus);
    this.held = new Uint8Array(hosts.length * ruleCount);
    this.heldCount = hosts.map(() => 0);
  }

  /** Whether the host has the memory and the GPUs, whoever else is there. */
  hasRoom(item: Item, host: number): boolean {
    return item.memory <= this.memory[host]! && item.gpus <= this.gpus[host]!; // A host's index is one of `hosts`.
  }

  fits(item: Item, host: number): boolean {
    return this.hasRoom(item, host) && !item.apart.some((rule) => this.held[host * this.ruleCount + rule] === 1);
  }

  put(item: Item, host: number): void {
    this.move(item, host, 1);
  }

  take(item: Item, host: number): void {
    this.move(item, host, -1);
  }

  private move(item: Item, host: number, sign: 1 | -1): void {
    this.memory[host]! -= sign * item.memory;
    this.gpus[host]! -= sign * item.gpus;
    this.heldCount[host]! += sign * item.apart.length;
    for (const rule of item.apart) this.held[host * this.ruleCount + rule] = sign === 1 ? 1 : 0;
  }

  /** Whether two hosts are interchangeable from here on: what fits on one fits on the other. */
  alike(a: number, b: number): boolean {
    if (this.memory[a] !== this.memory[b] || this.gpus[a] !== this.gpus[b] || this.heldCount[a] !== this.heldCount[b]) return false;
    if (this.heldCount[a] === 0) return true;
    for (let rule = 0; rule < this.ruleCount; rule++) if (this.held[a * this.ruleCount + rule] !== this.held[b * this.ruleCount + rule]) return false;
    return true;
  }
}

/** An estate: a graph of resources whose values may be unknown, indexed so that rules find neighbours without searching. */
import type { Catalogue } from './catalogue';
import { Holders } from './holders';
import { eachAt, segmentsOf } from './path';
import { isUnknown, type Value, type Values } from './unknown';
import type { ShapeProblem } from './validate';

export interface Resource {
  readonly id: string;
  readonly type: string;
  readonly values: Values;
  /** False where a name is unknown: `id` is then only a key of this estate. */
  readonly identified: boolean;
  readonly problems?: readonly ShapeProblem[];
  readonly address?: string;
  readonly construct?: string;
}

interface Index {
  readonly path: string;
  readonly segments: readonly string[];
  readonly holders: Map<Value, Holders>;
  readonly unknown: Map<Resource, readonly string[]>;
}

const NOTHING: ReadonlySet<Resource> = new Set();

/** Resources by id and by what they hold at a path. Mutable: a platform and a plan grow it one resource at a time. */
export class Estate {
  private readonly byId = new Map<string, Resource>();
  private readonly byType = new Map<string, Set<Resource>>();
  private readonly indexes = new Map<string, Map<string, Index>>();
  /** Types of which an unknown number of resources exists (`count = var.n`), with what that waits for. */
  private readonly open = new Map<string, readonly string[]>();
  /** Resources by id without regard to case. */
  private readonly folded = new Map<string, Resource[]>();
  /** Ids that two resources claim. */
  readonly claimedTwice = new Map<string, Resource[]>();

  /** `complete`: nothing outside this estate exists. */
  constructor(
    readonly catalogue: Catalogue,
    readonly complete: boolean,
  ) {}

  get size(): number {
    return this.byId.size;
  }

  get(id: string): Resource | undefined {
    return this.byId.get(id);
  }

  all(): IterableIterator<Resource> {
    return this.byId.values();
  }

  ofType(type: string): ReadonlySet<Resource> {
    return this.byType.get(type) ?? NOTHING;
  }

  /** Resources whose id is this one without regard to case. */
  named(foldedId: string): Iterable<Resource> {
    return this.folded.get(foldedId) ?? [];
  }

  /** Adds a resource of a configuration: a second one with the same id is remembered as such, and the first stays. */
  add(resource: Resource): void {
    const first = this.byId.get(resource.id);
    if (first) this.claimedTwice.set(resource.id, [...(this.claimedTwice.get(resource.id) ?? [first]), resource]);
    else this.put(resource);
  }

  /** Puts a resource in the place of what had its id. */
  put(resource: Resource): void {
    if (this.byId.has(resource.id)) this.remove(resource.id);
    this.byId.set(resource.id, resource);
    let ofType = this.byType.get(resource.type);
    if (!ofType) this.byType.set(resource.type, (ofType = new Set()));
    ofType.add(resource);
    const fold = resource.id.toLowerCase();
    const named = this.folded.get(fold);
    if (named) named.push(resource);
    else this.folded.set(fold, [resource]);
    for (const index of this.indexes.get(resource.type)?.values() ?? []) enter(index, resource);
  }

  remove(id: string): void {
    const resource = this.byId.get(id);
    if (!resource) return;
    this.byId.delete(id);
    this.byType.get(resource.type)?.delete(resource);
    const fold = id.toLowerCase();
    const named = this.folded.get(fold)?.filter((other) => other !== resource) ?? [];
    if (named.length > 0) this.folded.set(fold, named);
    else this.folded.delete(fold);
    for (const index of this.indexes.get(resource.type)?.values() ?? []) leave(index, resource);
  }

  /** Says that an unknown number of further resources of this type exists. */
  markOpen(type: string, because: readonly string[]): void {
    this.open.set(type, because);
  }

  /** Types of which an unknown number of resources exists, with what that waits for. */
  openTypes(): ReadonlyMap<string, readonly string[]> {
    return this.open;
  }

  /** Resources of a type that hold `value` at a path. */
  holding(type: string, path: string, value: Value): ReadonlySet<Resource> {
    return this.index(type, path).holders.get(value)?.members ?? NOTHING;
  }

  /** The values of those resources, kept from one judgement to the next; undefined where something about one of them is unknown. */
  valuesHolding(type: string, path: string, value: Value): readonly Values[] | undefined {
    const holders = this.index(type, path).holders.get(value);
    return holders ? holders.values() : [];
  }

  /** Why resources of a type that hold something at a path may be missing here; undefined where all are known. */
  unsure(type: string, path: string): readonly string[] | undefined {
    const open = this.open.get(type);
    const unknown = this.index(type, path).unknown;
    if (!open && unknown.size === 0) return undefined;
    return [...(open ?? []), ...[...unknown.values()].flat()];
  }

  private index(type: string, path: string): Index {
    let ofType = this.indexes.get(type);
    if (!ofType) this.indexes.set(type, (ofType = new Map()));
    let index = ofType.get(path);
    if (!index) {
      index = { path, segments: segmentsOf(path), holders: new Map(), unknown: new Map() };
      ofType.set(path, index);
      for (const resource of this.ofType(type)) enter(index, resource);
    }
    return index;
  }

  /** A copy that may go its own way; resources themselves are shared. */
  fork(): Estate {
    const copy = new Estate(this.catalogue, this.complete);
    for (const resource of this.byId.values()) copy.put(resource);
    for (const [type, because] of this.open) copy.markOpen(type, because);
    return copy;
  }
}

function enter(index: Index, resource: Resource): void {
  eachAt(resource.values, index.segments, (leaf) => {
    if (isUnknown(leaf)) index.unknown.set(resource, leaf.because.length > 0 ? leaf.because : [`${resource.address ?? resource.id} ${index.path}`]);
    else if (leaf !== null) {
      let holders = index.holders.get(leaf);
      if (!holders) index.holders.set(leaf, (holders = new Holders()));
      holders.add(resource);
    }
  });
}

function leave(index: Index, resource: Resource): void {
  index.unknown.delete(resource);
  eachAt(resource.values, index.segments, (leaf) => index.holders.get(leaf)?.remove(resource));
}

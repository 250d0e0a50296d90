/** The estate as it was before a few resources changed: a thin layer over the estate as it is, so that its cost does not grow with it. */
import { Estate, type Resource } from '../core/estate';
import { eachAt, segmentsOf } from '../core/path';
import type { Value, Values } from '../core/unknown';

export class Before extends Estate {
  private readonly earlier = new Map<string, Resource | undefined>();
  private readonly types = new Set<string>();

  /** `changed`: each as it was and as it is. */
  constructor(
    private readonly current: Estate,
    changed: readonly { readonly before: Resource | undefined; readonly after: Resource | undefined }[],
  ) {
    super(current.catalogue, current.complete);
    for (const { before, after } of changed) {
      const resource = before ?? after;
      if (!resource) continue;
      this.earlier.set(resource.id, before);
      this.types.add(resource.type);
    }
  }

  override get(id: string): Resource | undefined {
    return this.earlier.has(id) ? this.earlier.get(id) : this.current.get(id);
  }

  override ofType(type: string): ReadonlySet<Resource> {
    return this.layered(type, this.current.ofType(type), () => true);
  }

  override named(foldedId: string): ReadonlySet<Resource> {
    const kept = [...this.current.named(foldedId)].filter((resource) => !this.earlier.has(resource.id));
    const old = [...this.earlier.values()].filter((resource) => resource?.id.toLowerCase() === foldedId);
    return new Set([...kept, ...old].flatMap((resource) => resource ?? []));
  }

  override holding(type: string, path: string, value: Value): ReadonlySet<Resource> {
    return this.layered(type, this.current.holding(type, path, value), (resource) => holds(resource, path, value));
  }

  override valuesHolding(type: string, path: string, value: Value): readonly Values[] | undefined {
    return this.types.has(type) ? undefined : this.current.valuesHolding(type, path, value);
  }

  override unsure(): undefined {
    return undefined;
  }

  private layered(type: string, now: ReadonlySet<Resource>, belongs: (resource: Resource) => boolean): ReadonlySet<Resource> {
    if (!this.types.has(type)) return now;
    const layered = new Set([...now].filter((resource) => !this.earlier.has(resource.id)));
    for (const resource of this.earlier.values()) if (resource?.type === type && belongs(resource)) layered.add(resource);
    return layered;
  }
}

function holds(resource: Resource, path: string, value: Value): boolean {
  let found = false;
  eachAt(resource.values, segmentsOf(path), (leaf) => {
    found ||= leaf === value;
  });
  return found;
}

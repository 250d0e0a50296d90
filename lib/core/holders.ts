/** Resources that hold one value at one path of an index, in the order in which they came to hold it. */
import type { Resource } from './estate';
import { unknownIn, type Values } from './unknown';

const wholes = new WeakMap<Resource, boolean>();

/** Whether nothing at all is unknown about a resource: most are like that, and need no look at each path. */
export function isWhole(resource: Resource): boolean {
  let whole = wholes.get(resource);
  if (whole === undefined) wholes.set(resource, (whole = unknownIn(resource.values) === undefined));
  return whole;
}

export class Holders {
  readonly members = new Set<Resource>();
  /** How many members have something unknown about them. */
  #unsure = 0;
  /** Copied on change, never changed: rules hold it while they judge. */
  #values: readonly Values[] | undefined;

  add(resource: Resource): void {
    if (this.members.has(resource)) return;
    this.members.add(resource);
    if (!isWhole(resource)) this.#unsure++;
    if (this.#values) this.#values = [...this.#values, resource.values];
  }

  remove(resource: Resource): void {
    if (!this.members.delete(resource)) return;
    if (!isWhole(resource)) this.#unsure--;
    const at = this.#values?.indexOf(resource.values) ?? -1;
    if (this.#values) this.#values = [...this.#values.slice(0, at), ...this.#values.slice(at + 1)];
  }

  /** The values of all members; undefined where something about one of them is unknown. */
  values(): readonly Values[] | undefined {
    if (this.#unsure > 0) return undefined;
    this.#values ??= Array.from(this.members, (member) => member.values);
    return this.#values;
  }
}

/** `count` and `for_each`: how many instances a block has, where that can be read. */
import { isObject, isUnknown, type Value } from '../core/unknown';
import { evaluate, type Scope, unknownBecause } from './evaluate';
import { own } from './json';
import type { Block } from './stack';

/** What `each` and `count` stand for in one instance. */
export interface Instance {
  /** Index of `count`, key of `for_each`; undefined where the block has neither. */
  readonly key: string | number | undefined;
  readonly each?: Value;
}

export type Expansion = { readonly instances: readonly Instance[] } | { readonly open: readonly string[] };

/** Instances of one block that are read one by one; more of them stay undecided. */
export const INSTANCES_MAX = 10_000;

export function expansionOf(block: Block, scope: Scope): Expansion {
  const count = own(block.body, 'count');
  const forEach = own(block.body, 'for_each');
  if (count !== undefined && count !== null) return counted(evaluate(count, scope));
  if (forEach !== undefined && forEach !== null) return forEachOf(evaluate(forEach, scope));
  return { instances: [{ key: undefined }] };
}

function counted(count: Value): Expansion {
  const number = typeof count === 'string' && /^\d+$/.test(count) ? Number(count) : count;
  if (isUnknown(number)) return { open: number.because };
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) return { open: [`count = ${JSON.stringify(count)}`] };
  if (number > INSTANCES_MAX) return { open: [`count = ${number} (${INSTANCES_MAX} at most are read)`] };
  return { instances: Array.from({ length: number }, (_, index) => ({ key: index })) };
}

function forEachOf(value: Value): Expansion {
  if (isUnknown(value)) return { open: value.because };
  const entries = entriesOf(value);
  if ('open' in entries) return entries;
  if (entries.instances.length > INSTANCES_MAX) return { open: [`for_each of ${entries.instances.length} (${INSTANCES_MAX} at most are read)`] };
  return entries;
}

function entriesOf(value: Value): Expansion {
  if (isObject(value)) return { instances: Object.entries(value).map(([key, each]) => ({ key, each })) };
  if (!Array.isArray(value)) return { open: [`for_each = ${JSON.stringify(value)}`] };
  const keys = new Set<string>();
  for (const element of value as readonly Value[]) {
    if (isUnknown(element)) return { open: element.because };
    if (element === null || typeof element === 'object') return { open: ['for_each of something else than texts'] };
    keys.add(String(element));
  }
  return { instances: [...keys].map((key) => ({ key, each: key })) };
}

/** Address of an instance: `socle_cpool.prod`, `socle_cpool.prod[0]`, `socle_cpool.prod["a"]`. */
export const addressOf = (block: Block, { key }: Instance): string =>
  key === undefined ? block.address : `${block.address}[${typeof key === 'number' ? key : JSON.stringify(key)}]`;

/** The value of `each.*` or `count.index` in an instance; unknown where the block has neither. */
export function instanceValue(instance: Instance, root: 'each' | 'count', attribute: unknown): Value {
  if (root === 'count' && attribute === 'index' && typeof instance.key === 'number') return instance.key;
  if (root === 'each' && attribute === 'key' && typeof instance.key === 'string') return instance.key;
  if (root === 'each' && attribute === 'value' && instance.each !== undefined) return instance.each;
  return unknownBecause(`${root}.${String(attribute)}`);
}

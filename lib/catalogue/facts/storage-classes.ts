/** Block storage of the offer (seed 000, Block Storage). */
import { GIB_PER_TIB } from '../../core/units';
import { lunCap } from './editions';

export interface StorageClass {
  readonly name: string;
  /** Null: no performance guarantee. */
  readonly iops_per_tb: number | null;
  readonly order_unit_gib: number;
  readonly mirrorable: boolean;
  readonly media: 'flash' | 'mass';
  readonly sku: string;
}

const flash = (name: string, iops_per_tb: number, mirrorable: boolean, product: string): StorageClass => ({
  name,
  iops_per_tb,
  order_unit_gib: 1,
  mirrorable,
  media: 'flash',
  sku: `csp:(region):iaas:storage:bloc:${product}:v1`,
});

export const storageClasses: readonly StorageClass[] = [
  flash('essential', 500, true, 'live'),
  flash('standard', 1500, true, 'medium'),
  flash('premium', 3000, true, 'premium'),
  flash('enterprise', 7500, false, 'enterprise'),
  flash('ultra', 15_000, false, 'ultra'),
  { name: 'mass', iops_per_tb: null, order_unit_gib: GIB_PER_TIB, mirrorable: false, media: 'mass', sku: 'csp:(region):iaas:storage:bloc:mass:v1' },
];

export const storageClassNames = ['essential', 'standard', 'premium', 'enterprise', 'ultra', 'mass'] as const;
export type StorageClassName = (typeof storageClassNames)[number];

/** Smallest LUN, in GiB (seed 000, Block Storage, notes). */
export const LUN_MIN_GIB = 500;
/** Largest datastore, in GiB: 64 TiB, VMFS's own limit. */
export const LUN_MAX_GIB = 65_536;

const byName = new Map(storageClasses.map((each) => [each.name, each]));

/** The storage class of a name that its shape has already allowed. */
export function storageClass(name: string): StorageClass {
  const found = byName.get(name);
  if (!found) throw new Error(`no such storage class: ${name}`);
  return found;
}

/** IOPS that a class promises for a size, before any cap; null for mass storage. */
export function iopsOfSize(className: string, sizeGib: number): number | null {
  const { iops_per_tb } = storageClass(className);
  return iops_per_tb === null ? null : Math.floor((iops_per_tb * sizeGib) / GIB_PER_TIB);
}

/**
 * IOPS limit of a LUN: floor(IOPS per TB × GiB ÷ 1,024), null for mass storage, which has no guarantee. Half a TB of
 * standard gives 750, ten TB of ultra 150,000 (seed 000, Block Storage, notes). Never more than the cap of the edition.
 */
export function iopsLimit(className: string, sizeGib: number, edition = 'seeds'): number | null {
  const iops = iopsOfSize(className, sizeGib);
  return iops === null ? null : Math.min(iops, lunCap(className, edition)?.iops ?? iops);
}

/** The smallest size in GiB of a class that reaches an IOPS limit; null where no size does. */
export function sizeForIops(className: string, iops: number, edition = 'seeds'): number | null {
  const { iops_per_tb } = storageClass(className);
  if (iops_per_tb === null || iops > (lunCap(className, edition)?.iops ?? iops)) return null;
  return Math.max(LUN_MIN_GIB, Math.ceil((iops * GIB_PER_TIB) / iops_per_tb));
}

/** Editions of the catalogue: what the source documents say (`seeds`), and what the offer has introduced since. */

export const editions = ['seeds', '2026-08'] as const;
export type Edition = (typeof editions)[number];

/** What one LUN gives at most, whatever its size. */
export interface LunCap {
  readonly iops: number;
  readonly mb_per_s: number;
}

/** Caps of edition 2026-08, by storage class; mass storage has none, since nothing is guaranteed there. */
const lunCaps: Readonly<Record<string, LunCap>> = {
  essential: { iops: 10_000, mb_per_s: 512 },
  standard: { iops: 30_000, mb_per_s: 1024 },
  premium: { iops: 30_000, mb_per_s: 1024 },
  enterprise: { iops: 30_000, mb_per_s: 1024 },
  ultra: { iops: 30_000, mb_per_s: 1024 },
};

/** The cap of a LUN of a storage class in an edition; null where there is none. */
export const lunCap = (storageClass: string, edition: string): LunCap | null => (edition === '2026-08' ? (lunCaps[storageClass] ?? null) : null);

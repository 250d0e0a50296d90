/** Performance class of block storage: IOPS per TB, shared by all that stands on the LUN. */
export enum StorageClass {
  /** 500 IOPS per TB. */
  ESSENTIAL = 'essential',
  /** 1,500 IOPS per TB. */
  STANDARD = 'standard',
  /** 3,000 IOPS per TB, the fastest that can be mirrored to another zone. */
  PREMIUM = 'premium',
  /** 7,500 IOPS per TB. */
  ENTERPRISE = 'enterprise',
  /** 15,000 IOPS per TB. */
  ULTRA = 'ultra',
  /** No performance guarantee; sold by the TiB. */
  MASS = 'mass',
}

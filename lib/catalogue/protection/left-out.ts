/** Which disks no backup holds. */

interface BackedUp {
  readonly exclude_from_backup: boolean;
  readonly mode: 'persistent' | 'independent_persistent' | 'independent_nonpersistent';
}

/** A disk that no backup holds: excluded by choice, or independent of snapshots. */
export const isLeftOut = (disk: BackedUp): boolean => disk.exclude_from_backup || disk.mode !== 'persistent';

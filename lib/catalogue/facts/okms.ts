/** Regions of OVHcloud KMS and where each is backed up (seed 002, Emplacement de sauvegarde). */

export const okmsRegionNames = ['eu-west-rbx', 'eu-west-sbg'] as const;

export interface OkmsRegion {
  readonly name: string;
  readonly backup_regions: readonly string[];
}

export const okmsRegions: readonly OkmsRegion[] = [
  { name: 'eu-west-rbx', backup_regions: ['eu-west-sbg', 'eu-west-gra'] },
  { name: 'eu-west-sbg', backup_regions: ['eu-west-rbx', 'eu-west-gra'] },
];

/** The region of a name that its shape has already allowed. */
export function okmsRegion(name: string): OkmsRegion {
  const found = okmsRegions.find((region) => region.name === name);
  if (!found) throw new Error(`no such OKMS region: ${name}`);
  return found;
}

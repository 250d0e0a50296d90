/** The space of a zone's arrays, and what takes it: LUNs, copies of mirrored LUNs, and quotas for backups. */
import type { Follow, Gather, Node } from '../../core/rule';
import { GIB_PER_TIB } from '../../core/units';
import { usableGib, type World } from '../../core/world';
import { storageClass } from './storage-classes';

type Media = 'flash' | 'mass';

/** Space that one resource takes in one piece, in GiB. */
interface Claim {
  readonly id: string;
  readonly gib: number;
  readonly media: Media;
}

const sized = { reads: ['storage_class', 'size_gib'] } as const;
const copy = {
  of: 'global_mirror_lun',
  via: 'secondary_availability_zone',
  reads: ['secondary_storage_class', 'secondary_size_gib'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', ...sized } },
} as const satisfies Gather & { readonly follows: Readonly<Record<string, Follow>> };

/** Everything that takes space in the zone that a resource names at `availability_zone`. */
export const inItsZone = {
  luns: { of: 'datastore', via: 'availability_zone', equals: 'availability_zone', ...sized },
  copies: { ...copy, equals: 'availability_zone' },
  quotas: { of: 'backup_storage', via: 'availability_zone', equals: 'availability_zone', reads: ['size_tib'] },
} as const;

/** The same, in the zone of a mirror's copy. */
export const inTheZoneOfTheCopy = {
  luns: { of: 'datastore', via: 'availability_zone', equals: 'secondary_availability_zone', ...sized },
  copies: { ...copy, equals: 'secondary_availability_zone' },
  quotas: { of: 'backup_storage', via: 'availability_zone', equals: 'secondary_availability_zone', reads: ['size_tib'] },
} as const;

interface Claimants {
  readonly luns: readonly Node<typeof inItsZone.luns>[];
  readonly copies: readonly Node<typeof inItsZone.copies>[];
  readonly quotas: readonly Node<typeof inItsZone.quotas>[];
}
interface Copy {
  readonly secondary_storage_class: string | null;
  readonly secondary_size_gib: number | null;
}
interface Primary {
  readonly storage_class: string;
  readonly size_gib: number;
}

const mediaOf = (className: string): Media => storageClass(className).media;
/** What the copy of a LUN takes: as much as its primary, unless it says otherwise. */
export const copySize = (copied: Copy, primary: Primary): { readonly gib: number; readonly media: Media } => ({
  gib: copied.secondary_size_gib ?? primary.size_gib,
  media: mediaOf(copied.secondary_storage_class ?? primary.storage_class),
});

const claimsOf = ({ luns, copies, quotas }: Claimants): Claim[] => [
  ...luns.map(({ id, storage_class, size_gib }) => ({ id, gib: size_gib, media: mediaOf(storage_class) })),
  ...copies.map((each) => ({ id: each.id, ...copySize(each, each.primary) })),
  ...quotas.map(({ id, size_tib }) => ({ id, gib: size_tib * GIB_PER_TIB, media: 'mass' as const })),
];

/** GiB taken before each claim, by media and id, in the order of ids; made once for the neighbours that all claims of a zone share. */
const taken = new WeakMap<object, ReadonlyMap<string, number>>();

function takenBefore(claimants: Claimants): ReadonlyMap<string, number> {
  let before = taken.get(claimants.luns);
  if (!before) {
    const sums = { flash: 0, mass: 0 };
    const claims = claimsOf(claimants).sort((a, b) => (a.id < b.id ? -1 : 1));
    before = new Map(
      claims.map(({ id, gib, media }) => {
        sums[media] += gib;
        return [id, sums[media] - gib];
      }),
    );
    taken.set(claimants.luns, before);
  }
  return before;
}

/** GiB that are left for one more piece where it does not fit; undefined where it does, or where the world lacks the zone. */
export function shortage(
  claim: Claim,
  claimants: Claimants,
  where: { readonly world: World | undefined; readonly zone: string },
): number | undefined {
  const arrays = where.world?.zones[where.zone]?.arrays.filter((array) => array.media === claim.media).map(usableGib);
  if (!arrays) return undefined;
  const total = arrays.reduce((sum, gib) => sum + gib, 0);
  const left = Math.max(0, Math.min(Math.max(0, ...arrays), total - (takenBefore(claimants).get(claim.id) ?? 0)));
  return claim.gib <= left ? undefined : left;
}

/** Which side of a mirror serves: where hypervisors find the disks of its datastore. */
import type { Site } from '../../core/behaviour';
import type { Nouns } from '../../core/resource';
import type { MirrorState } from './mirror-life';

type Mirror = Nouns['global_mirror_lun'];

/** primary: at home · copy: presented to the standby Cpool · nothing: on its way from one to the other, or switched and not presented. */
export type Serving = 'primary' | 'copy' | 'nothing';
export type Side = 'primary' | 'copy';

/** What one side lacks of the other, and how that changes: nothing of it is counted step by step. */
export interface Gap {
  /** GiB that were lacking at `at`, in milliseconds since 1970 in UTC. */
  readonly gib: number;
  readonly at: number;
  /** GiB by which it grows in a day; below zero where it shrinks. */
  readonly gib_per_day: number;
}

export interface MirrorRuntime {
  /** Array of the copy. */
  readonly array: string;
  readonly state: MirrorState;
  readonly serves: Serving;
  /** Cpool to which the copy was presented when it last was: another standby is another request. */
  readonly presented_to: string | null;
  /** The side whose data counts: the other one is overwritten by it. */
  readonly source: Side;
  /** A point in time that the copy holds for certain, in milliseconds since 1970 in UTC: when it became alike, or its last point when its pace changed. */
  readonly since: number;
  /** How long what is written in a cycle is carried. */
  readonly carry_ms: number;
  /** The consistent point at which the copy stands still; null where it goes on, or where there is none. */
  readonly frozen: number | null;
  readonly gap: Gap;
  /** GiB that the copying under way began with. */
  readonly whole_gib: number;
  /** It copied when the sides lost each other, and is to go on by itself. */
  readonly resumes: boolean;
  /** The array of the copy has lost its data since it was written. */
  readonly copy_lost: boolean;
}

declare module '../../core/behaviour' {
  interface Runtimes {
    global_mirror_lun: MirrorRuntime;
  }
}

/** The mirror that serves the disks of a datastore from elsewhere than its primary, or not at all; undefined where the primary serves. */
export const awayMirror = (site: Site, datastoreId: string): Mirror | undefined =>
  site.holding('global_mirror_lun', 'datastore_id', datastoreId).find((mirror) => servingOf(site, mirror) !== 'primary');

export const servingOf = (site: Site, mirror: Pick<Mirror, 'id'>): Serving => mirrorRuntime(site, mirror.id)?.serves ?? 'primary';

/** The Cpool that the copy is presented to; null where it is presented to none. */
export const presentedTo = (site: Site, mirror: Mirror): string | null => {
  const kept = mirrorRuntime(site, mirror.id);
  return kept?.serves === 'copy' ? (kept.presented_to ?? mirror.standby_cpool_id) : null;
};

/** What is remembered about a mirror; undefined where it does not stand. */
export function mirrorRuntime(site: Site, id: string): MirrorRuntime | undefined {
  const kept: Partial<MirrorRuntime> | undefined = site.runtime('global_mirror_lun', id);
  if (!kept?.array || kept.since === undefined) return undefined;
  // Files from before mirrors lived hold the array, the beginning, and when it failed over: at once, from a copy that was alike.
  const away = (kept.frozen ?? null) !== null;
  const earlier: Omit<MirrorRuntime, 'array' | 'since'> = {
    state: away ? 'idling' : 'consistent_synchronized',
    serves: away ? 'copy' : 'primary',
    source: away ? 'copy' : 'primary',
    presented_to: null,
    carry_ms: 0,
    frozen: null,
    gap: { gib: 0, at: kept.since, gib_per_day: 0 },
    whole_gib: 0,
    resumes: false,
    copy_lost: false,
  };
  return { ...earlier, ...kept, array: kept.array, since: kept.since };
}

/** Mirrors that copy between two zones, in either direction, in the order of their ids. */
export function mirrorsBetween(site: Site, one: string, other: string): Mirror[] {
  const between = (from: string, to: string): Mirror[] =>
    site
      .holding('global_mirror_lun', 'secondary_availability_zone', to)
      .filter((each) => site.get('datastore', each.datastore_id)?.availability_zone === from);
  return [...between(one, other), ...between(other, one)].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A mirror with those of its consistency group: what happens to one of them happens to all. */
export const groupOf = (site: Site, mirror: Mirror): Mirror[] =>
  mirror.consistency_group === null
    ? [mirror]
    : site
        .holding('global_mirror_lun', 'consistency_group', mirror.consistency_group)
        .filter((each) => each.tenant === mirror.tenant)
        .sort((a, b) => (a.id < b.id ? -1 : 1));

/** Rules about the pace of mirrors: their cycle, the link that they share, the groups that stop together. */
import { defineRule, type Rule } from '../../core/rule';
import { compare, floorOf } from '../../core/units';
import { linkMbitPerS } from '../../core/world';
import { MIRROR_CYCLES_IN_RPO } from '../facts/advice';
import { cpool, datastore, disk, policy, vm } from '../facts/example-estates';
import { datastoreId, MIRROR, mirror, mirrorId } from '../facts/example-replication';
import { offer } from '../facts/offer';
import { carriedGibPerDay, writtenGibPerDay } from '../facts/write-rate';

const asynchronous = { seed: '000', heading: 'Asynchronous Replication' };
const base = [cpool(), datastore(), policy()];
const second = datastore({ name: 'ds2' });

/** Longest cycle, in seconds, of which the RPO holds as many as it must. */
const CYCLE_MAX_SECONDS = (offer.global_mirror.rpo_minutes * 60) / MIRROR_CYCLES_IN_RPO;

const cycleHoldsTheRpo = defineRule({
  code: 'REPLICATION-013',
  class: 'promise',
  on: 'global_mirror_lun',
  title: 'Two cycles fit in the RPO',
  why: 'When the primary is lost, the cycle that runs and the one before it may both be missing: 15 minutes must hold two.',
  reads: ['cycle_period_seconds'],
  check: ({ self }) =>
    self.cycle_period_seconds === null || self.cycle_period_seconds <= CYCLE_MAX_SECONDS
      ? undefined
      : {
          at: 'cycle_period_seconds',
          message: `cycle_period_seconds is ${self.cycle_period_seconds}: two cycles last longer than the RPO of ${offer.global_mirror.rpo_minutes} minutes`,
          fix: `cycle_period_seconds = ${CYCLE_MAX_SECONDS} at most, or leave it out: every write is then forwarded`,
        },
  source: asynchronous,
  examples: [
    { says: '450 seconds', estate: [...base, mirror({ cycle_period_seconds: 450 })], fires: [] },
    { says: '451 seconds', estate: [...base, mirror({ cycle_period_seconds: 451 })], fires: [MIRROR] },
    { says: 'no cycle', estate: [...base, mirror()], fires: [] },
  ],
});

/** A VM that writes all of its disk every day. */
const writer = (name: string, size_gib: number, on = 'ds1') =>
  vm(name, { change_rate_percent_per_day: 100, disks: [disk({ size_gib, datastore_id: datastoreId(on) })] });
/** Two disks that together are written as often. */
const writers = (size_gib: number, on = 'ds1') => [writer(`half-${on}`, 50_000, on), writer(`rest-${on}`, size_gib - 50_000, on)];

const writesCrossTheLink = defineRule({
  code: 'REPLICATION-014',
  class: 'advice',
  on: 'global_mirror_lun',
  title: 'The link keeps up with what is written',
  why: 'A mirror that is written faster than its share of the link carries falls behind without bound: no RPO holds then.',
  reads: ['secondary_availability_zone', 'datastore_id'],
  follows: {
    primary: {
      of: 'datastore',
      via: 'datastore_id',
      reads: ['availability_zone'],
      gathers: {
        back: {
          of: 'global_mirror_lun',
          via: 'secondary_availability_zone',
          equals: 'availability_zone',
          reads: [],
          follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['availability_zone'] } },
        },
      },
    },
  },
  gathers: {
    forth: {
      of: 'global_mirror_lun',
      via: 'secondary_availability_zone',
      equals: 'secondary_availability_zone',
      reads: [],
      follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['availability_zone'] } },
    },
    vms: {
      of: 'virtual_machine',
      via: 'disks[].datastore_id',
      equals: 'datastore_id',
      reads: ['disks[].datastore_id', 'disks[].size_gib', 'change_rate_percent_per_day', 'power_state'],
      byElement: true,
    },
  },
  needs: ['world'],
  check: ({ self, primary, forth, vms }, { world }) => {
    const [from, to] = [primary.availability_zone, self.secondary_availability_zone];
    if (!world || from === to) return undefined;
    const link = linkMbitPerS(world, from, to);
    if (link === undefined) return { undecided: `the link between ${from} and ${to}` };
    const sharers =
      forth.filter((each) => each.primary.availability_zone === from).length +
      primary.back.filter((each) => each.primary.availability_zone === to).length;
    const written = writtenGibPerDay(
      vms
        .filter((each) => each.power_state === 'on')
        .flatMap(({ disks, change_rate_percent_per_day }) =>
          disks.filter((each) => each.datastore_id === self.datastore_id).map(({ size_gib }) => ({ size_gib, change_rate_percent_per_day })),
        ),
    );
    const carried = carriedGibPerDay(link, sharers);
    if (compare(written, carried) < 0) return undefined;
    return {
      at: 'datastore_id',
      message: `${floorOf(written)} GiB are written in a day; one of ${sharers} mirrors between ${from} and ${to} has ${floorOf(carried)} GiB a day of the link`,
      fix: 'mirror fewer LUNs between these zones, take the disks that change most off this LUN, or replicate them in the application',
    };
  },
  source: asynchronous,
  examples: [
    { says: '100,582 GiB a day on a link of 10 Gbit/s', estate: [...base, mirror(), ...writers(100_582)], fires: [] },
    { says: '100,583', estate: [...base, mirror(), ...writers(100_583)], fires: [MIRROR] },
    {
      says: '50,291 GiB a day with half of the link',
      estate: [...base, second, mirror(), mirror({ name: 'gm2', datastore_id: datastoreId('ds2') }), writer('a', 50_291)],
      fires: [],
    },
    {
      says: '50,292',
      estate: [...base, second, mirror(), mirror({ name: 'gm2', datastore_id: datastoreId('ds2') }), writer('a', 50_292)],
      fires: [MIRROR],
    },
    {
      says: 'a mirror the other way shares the link too',
      estate: [
        ...base,
        datastore({ name: 'ds2', availability_zone: 'th3s', cpool_ids: [] }),
        mirror(),
        mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), secondary_availability_zone: 'par7s' }),
        writer('a', 50_292),
      ],
      fires: [MIRROR],
    },
    {
      says: 'a mirror to another zone does not',
      estate: [
        ...base,
        second,
        mirror(),
        mirror({ name: 'gm2', datastore_id: datastoreId('ds2'), secondary_availability_zone: 'az07' }),
        writer('a', 50_292),
      ],
      fires: [],
    },
  ],
});

const way = (
  from: { readonly availability_zone: string },
  to: { readonly secondary_availability_zone: string; readonly cycle_period_seconds: number | null },
): string =>
  `from ${from.availability_zone} to ${to.secondary_availability_zone} ${to.cycle_period_seconds === null ? 'without a cycle' : `every ${to.cycle_period_seconds} s`}`;
const grouped = (values = {}) => mirror({ consistency_group: 'bank', ...values });
const groupedToo = (values = {}) => grouped({ name: 'gm2', datastore_id: datastoreId('ds2'), ...values });

const groupMovesTogether = defineRule({
  code: 'REPLICATION-018',
  class: 'promise',
  on: 'global_mirror_lun',
  title: 'Mirrors of a consistency group share zones and cycle',
  why: 'A group stops at one point in time, which mirrors between other zones or of another rhythm do not have.',
  reads: ['consistency_group', 'tenant', 'secondary_availability_zone', 'cycle_period_seconds'],
  follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['availability_zone'] } },
  gathers: {
    members: {
      of: 'global_mirror_lun',
      via: 'consistency_group',
      equals: 'consistency_group',
      reads: ['tenant', 'secondary_availability_zone', 'cycle_period_seconds'],
      follows: { primary: { of: 'datastore', via: 'datastore_id', reads: ['availability_zone'] } },
    },
  },
  check: ({ self, primary, members }) => {
    if (self.consistency_group === null) return 'holds';
    const others = members.filter((each) => each.tenant === self.tenant && each.id !== self.id);
    if (others.some((each) => each.id > self.id)) return undefined;
    const odd = others.filter(
      (each) =>
        each.primary.availability_zone !== primary.availability_zone ||
        each.secondary_availability_zone !== self.secondary_availability_zone ||
        each.cycle_period_seconds !== self.cycle_period_seconds,
    );
    if (odd.length === 0) return undefined;
    const ways = odd.map((each) => `${each.id} goes ${way(each.primary, each)}`);
    return {
      at: 'consistency_group',
      message: `the mirrors of group ${self.consistency_group} differ: this one goes ${way(primary, self)}, ${ways.join(', ')}`,
      fix: 'give them the same zones and the same cycle_period_seconds, or another consistency_group',
    };
  },
  source: asynchronous,
  examples: [
    { says: 'the same', estate: [...base, second, grouped({ cycle_period_seconds: 300 }), groupedToo({ cycle_period_seconds: 300 })], fires: [] },
    {
      says: 'one second apart',
      estate: [...base, second, grouped({ cycle_period_seconds: 300 }), groupedToo({ cycle_period_seconds: 301 })],
      fires: [mirrorId('gm2')],
    },
    {
      says: 'no cycle beside 300 seconds',
      estate: [...base, second, grouped({ cycle_period_seconds: 300 }), groupedToo()],
      fires: [mirrorId('gm2')],
    },
    { says: 'two zones', estate: [...base, second, grouped(), groupedToo({ secondary_availability_zone: 'az07' })], fires: [mirrorId('gm2')] },
    { says: 'two groups', estate: [...base, second, grouped({ cycle_period_seconds: 300 }), groupedToo({ consistency_group: 'crm' })], fires: [] },
  ],
});

export const mirrorRhythmRules: readonly Rule[] = [cycleHoldsTheRpo, writesCrossTheLink, groupMovesTogether];

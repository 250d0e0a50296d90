/** Whatever is done to mirrors, and whatever breaks: one side serves, and no copy is taken for better than it is. */
import fc from 'fast-check';
import { CPOOL, DATASTORE, vmId } from '../../lib/catalogue/facts/example-estates';
import { datastoreId, MIRROR, mirrorId, STANDBY } from '../../lib/catalogue/facts/example-replication';
import { Refusal } from '../../lib/core/command';
import type { Values } from '../../lib/core/unknown';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { act, FAR_LINK, openMirrored, withSecond, writer } from './mirror-ground';
import { change, create, openPlatform } from './open-platform';
import { scratch } from './scratch';

const file = scratch();
const SECOND = mirrorId('gm2');

type Doing =
  | { readonly kind: 'act'; readonly action: string; readonly input: Values; readonly id: string }
  | { readonly kind: 'role'; readonly role: string; readonly id: string }
  | { readonly kind: 'power'; readonly name: string; readonly state: string }
  | { readonly kind: 'strike'; readonly fault: Parameters<Platform['strike']>[0] }
  | { readonly kind: 'mend' }
  | { readonly kind: 'standby'; readonly cpool: string | null; readonly id: string }
  | { readonly kind: 'cycle'; readonly seconds: number | null; readonly id: string }
  | { readonly kind: 'advance'; readonly ms: number };

const of = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const id = of(MIRROR, MIRROR, SECOND);
const drive = (array: string, number: number) => ({ kind: 'drive', target: { array, drive: number } });
const doing: fc.Arbitrary<Doing> = fc.oneof(
  fc.record({ kind: of('act' as const), action: of('start'), input: of<Values>({}, { force: true }), id }),
  fc.record({ kind: of('act' as const), action: of('stop'), input: of<Values>({}, { with_access: true }), id }),
  fc.record({ kind: of('act' as const), action: of('switch'), input: of<Values>({}), id }),
  fc.record({ kind: of('role' as const), role: of('failed_over', 'primary'), id }),
  fc.record({ kind: of('power' as const), name: of('a', 'b', 'c'), state: of('on', 'off') }),
  fc.record({
    kind: of('strike' as const),
    fault: of<Parameters<Platform['strike']>[0]>(
      FAR_LINK,
      { ...FAR_LINK, for_seconds: 3000 },
      { kind: 'zone', target: { zone: 'par7s' } },
      { kind: 'zone', target: { zone: 'th3s' }, for_seconds: 7200 },
      { kind: 'array', target: { array: 'th3s-flash-1' }, for_seconds: 600 },
      drive('par7s-flash-1', 1),
      drive('th3s-flash-1', 1),
      drive('th3s-flash-1', 2),
    ),
  }),
  fc.record({ kind: of('mend' as const) }),
  fc.record({ kind: of('standby' as const), cpool: of(STANDBY, null), id }),
  fc.record({ kind: of('cycle' as const), seconds: of(null, 300, 600), id }),
  fc.record({ kind: of('advance' as const), ms: of(1, MINUTE_MS, 50 * MINUTE_MS, HOUR_MS, 13 * HOUR_MS, 3 * DAY_MS) }),
);
const doings = fc.array(doing, { minLength: 5, maxLength: 30 });

/** What came of it: whether it was done. */
async function give(platform: Platform, each: Doing): Promise<boolean> {
  switch (each.kind) {
    case 'act':
      return (await act(platform, each.action, each.input, each.id)).state !== 'failed';
    case 'role':
      return accepted(change(platform, each.id, { desired_role: each.role }));
    case 'power':
      return accepted(change(platform, vmId(each.name), { power_state: each.state }));
    case 'standby':
      return accepted(change(platform, each.id, { standby_cpool_id: each.cpool }));
    case 'cycle':
      return accepted(change(platform, each.id, { cycle_period_seconds: each.seconds }));
    case 'strike':
      await platform.strike(each.fault);
      return true;
    case 'mend':
      for (const fault of await platform.faults()) await platform.mend(fault.id);
      return true;
    case 'advance':
      await platform.advance(each.ms);
      return true;
    default:
      return each satisfies never;
  }
}

async function accepted(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

async function opened(group: string | null, options: Parameters<typeof openMirrored>[1] = {}): Promise<Platform> {
  const values = { consistency_group: group };
  const platform = await openMirrored(values, options);
  await withSecond(platform, values);
  await create(platform, writer('a'));
  await create(platform, writer('b', datastoreId('ds2')));
  await create(platform, writer('c'));
  return platform;
}

const ALIKE = ['consistent_synchronized', 'consistent_copying'];
const isUsable = (state: unknown): boolean => !String(state).startsWith('inconsistent');

/** What the test knows of a mirror beside what the platform says: when it was last alike, and when its failover was asked for. */
class Witness {
  alikeAt = 0;
  askedAt = 0;
  /** It has failed over, and is not home again; its sides were switched by hand. Either way what is inconsistent is its primary. */
  away = false;
  switched = false;
  before: Values = {};

  constructor(
    private readonly platform: Platform,
    private readonly id: string,
    private readonly vm: string,
    private readonly grouped: boolean,
  ) {}

  async sees(each: Doing, done: boolean): Promise<void> {
    const { now } = await this.platform.clock();
    const seen = await this.platform.observe(this.id);
    const own = 'id' in each && each.id === this.id;
    if (done && each.kind === 'act' && (own || this.grouped)) this.hearsOf(each.action, each.input);
    if (done && each.kind === 'role' && own && each.role !== this.role) this.hearsOfRole(each.role, now);
    if (this.role === 'primary' && ALIKE.includes(String(seen['state']))) this.away = false;
    if (ALIKE.includes(String(seen['state']))) this.alikeAt = now;
    this.holds(seen, now);
    const vm = await this.platform.observe(vmId(this.vm));
    if (vm['running_cpool_id'] === STANDBY && this.place !== STANDBY) expect(now - this.askedAt).toBeGreaterThanOrEqual(HOUR_MS);
    this.place = vm['running_cpool_id'];
    this.before = seen;
  }

  private hearsOf(action: string, input: Values): void {
    if (action === 'switch') {
      expect(ALIKE).toContain(this.before['state']);
      this.switched = !this.switched;
    }
    if (input['with_access'] === true) this.switched = false;
  }

  private hearsOfRole(role: string, now: number): void {
    this.role = role;
    if (role === 'failed_over') {
      this.askedAt = now;
      if (!this.away && !this.switched) expect([this.before['state'], isUsable(this.before['state'])]).toEqual([this.before['state'], true]);
      this.away = true;
    }
    this.switched = false;
  }

  private role = 'primary';
  private place: unknown = CPOOL;

  /** What is shown of it is sound by itself. */
  private holds(seen: Values, now: number): void {
    const { state, freeze_time: point, rpo_minutes: rpo, sync_progress_percent: progress } = seen;
    expect([state, rpo !== null, progress === 100]).toEqual([state, isUsable(state), isUsable(state)]);
    if (rpo !== null) expect(rpo).toBeGreaterThanOrEqual(0);
    if (!isUsable(state)) expect(point).toBeNull();
    if (point !== null) expect(Date.parse(String(point))).toBeLessThanOrEqual(Math.min(now, Math.max(this.alikeAt, this.copiedBefore(now))));
  }

  /** A copy may have become alike, and have stopped again, within one advance; then it is as old as that advance at most. */
  private copiedBefore(now: number): number {
    return this.before['state'] === 'inconsistent_copying' || this.before['state'] === 'inconsistent_disconnected' ? now : 0;
  }
}

async function walk(platform: Platform, told: readonly Doing[], grouped: boolean): Promise<void> {
  const witnesses = [new Witness(platform, MIRROR, 'a', grouped), new Witness(platform, SECOND, 'b', grouped)];
  for (const witness of witnesses) await witness.sees({ kind: 'mend' }, true);
  for (const each of told) {
    const done = await give(platform, each);
    for (const witness of witnesses) await witness.sees(each, done);
    const places = await Promise.all(['a', 'c'].map(async (name) => (await platform.observe(vmId(name)))['running_cpool_id']));
    expect(new Set(places.filter((place) => place !== null)).size).toBeLessThanOrEqual(1);
  }
}

test.each([null, 'bank'])('one side serves, and no copy is taken for better than it is (group %s)', async (group) => {
  await fc.assert(
    fc.asyncProperty(doings, async (told) => {
      const platform = await opened(group);
      await walk(platform, told, group !== null);
      await platform.close();
    }),
    { numRuns: 30 },
  );
});

test('once all is mended and asked for, mirrors are alike again and VMs run at home', async () => {
  await fc.assert(
    fc.asyncProperty(doings, async (told) => {
      const platform = await opened(null);
      for (const each of told) await give(platform, each);
      await give(platform, { kind: 'mend' });
      await platform.advance(HOUR_MS);
      for (const each of [MIRROR, SECOND]) await change(platform, each, { desired_role: 'primary' });
      await platform.advance(30 * DAY_MS);
      for (const each of [MIRROR, SECOND]) {
        await act(platform, 'start', { force: true }, each);
        // Switched by hand and left so: back.
        for (const name of ['a', 'b', 'c']) await change(platform, vmId(name), { power_state: 'off' });
        await platform.advance(30 * DAY_MS);
      }
      for (const name of ['a', 'b']) await change(platform, vmId(name), { power_state: 'on' });
      for (const [each, name] of [
        [MIRROR, 'a'],
        [SECOND, 'b'],
      ] as const) {
        if ((await platform.observe(vmId(name)))['state'] === 'down') {
          await change(platform, vmId(name), { power_state: 'off' });
          expect((await act(platform, 'switch', {}, each)).state).toBe('completed');
          await change(platform, vmId(name), { power_state: 'on' });
        }
        expect(ALIKE).toContain((await platform.observe(each))['state']);
        expect((await platform.observe(vmId(name)))['running_cpool_id']).toBe(CPOOL);
      }
      expect((await platform.observe(DATASTORE))['state']).toBe('online');
      await platform.close();
    }),
    { numRuns: 20 },
  );
});

test('the same seed and commands give the same state, also when the platform is opened anew in the middle', async () => {
  let files = 0;
  await fc.assert(
    fc.asyncProperty(doings, fc.nat(), async (told, at) => {
      const path = file(`m${++files}.db`);
      const whole = await opened('bank');
      let broken = await opened('bank', { store: await openSqliteStore(path) });
      for (const each of told) await give(whole, each);
      for (const [index, each] of told.entries()) {
        if (index === at % told.length) {
          await broken.close();
          broken = await openPlatform({ store: await openSqliteStore(path) });
        }
        await give(broken, each);
      }
      expect(await broken.hash()).toBe(await whole.hash());
      await Promise.all([whole.close(), broken.close()]);
    }),
    { numRuns: 8 },
  );
});

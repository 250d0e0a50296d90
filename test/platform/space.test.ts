/** The space of datastores as time passes: thin disks grow, VMs freeze where it is full, and go on where there is room. */
import { DATASTORE, datastore, disk, vm } from '../../lib/catalogue/facts/example-estates';
import { DAY_MS, HOUR_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, NOON, openPlatform, refusalOf, remove, said } from './open-platform';
import { freeOf, ground, idOf, stateOf, thin, writer } from './space-ground';

describe('a thin disk', () => {
  test('takes nothing at first, grows at the change rate of its VM, and never beyond its size', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    const seen = [await freeOf(platform)];
    for (const days of [1, 1, 7, 1, 1]) {
      await platform.advance(days * DAY_MS);
      seen.push(await freeOf(platform));
    }
    expect(seen).toEqual([500, 490, 480, 410, 400, 400]);
  });

  test('does not grow while its VM is off, and keeps what it has taken', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await platform.advance(2 * DAY_MS);
    await change(platform, idOf('a'), { power_state: 'off' });
    await platform.advance(5 * DAY_MS);
    expect(await freeOf(platform)).toBe(480);
    await change(platform, idOf('a'), { power_state: 'on' });
    await platform.advance(DAY_MS);
    expect(await freeOf(platform)).toBe(470);
  });

  test('grows at another rate from the moment at which that changes', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await platform.advance(DAY_MS);
    await change(platform, idOf('a'), { change_rate_percent_per_day: 20 });
    await platform.advance(DAY_MS);
    expect(await freeOf(platform)).toBe(470);
  });

  test('does not grow while the zone of its VM is lost', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    const { id } = await platform.strike({ kind: 'zone', target: { zone: 'par7s' } });
    await platform.advance(3 * DAY_MS);
    expect(await freeOf(platform)).toBe(500);
    await platform.mend(id);
    await platform.advance(DAY_MS);
    expect(await freeOf(platform)).toBe(490);
  });

  test('gives back what it took when its VM is deleted', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await platform.advance(3 * DAY_MS);
    await remove(platform, 'virtual_machine', idOf('a'));
    expect(await freeOf(platform)).toBe(500);
  });

  test('takes with it what it has taken when it moves to another datastore', async () => {
    const platform = await ground(500);
    await create(platform, datastore({ name: 'other', size_gib: 500 }));
    const other = 'tenants/main/datastores/other';
    await create(platform, thin('a', 100));
    await platform.advance(3 * DAY_MS);
    await change(platform, idOf('a'), { disks: [{ ...disk({ size_gib: 100, provisioning: 'thin' }), datastore_id: other }] });
    await platform.advance(DAY_MS);
    expect([await freeOf(platform), await freeOf(platform, other)]).toEqual([500, 460]);
  });

  test('does not grow by the wall clock: a file that lay untouched for a month is as it was', async () => {
    let now = NOON;
    const platform = await ground(500, { clock: { now: () => now } });
    await create(platform, thin('a', 400));
    now += 30 * DAY_MS;
    expect(await freeOf(platform)).toBe(500);
    await create(platform, vm('b', { memory_gib: 8, disks: [disk({ size_gib: 480 })] }));
    await platform.advance(0);
    expect([await freeOf(platform), await stateOf(platform, 'a')]).toEqual([12, 'running']);
  });
});

describe('a datastore that is full', () => {
  /** 500 GiB, of which 400 are free for two disks that grow by 40 GiB a day together: full after ten days. */
  async function filling(): Promise<Platform> {
    const platform = await ground(500);
    await create(platform, writer('calm', { disks: [disk({ size_gib: 100 })] }));
    for (const name of ['a', 'b']) await create(platform, thin(name, 400, { change_rate_percent_per_day: 5 }));
    return platform;
  }

  test('freezes those who write, at that moment, and not those whose disks are thick', async () => {
    const platform = await filling();
    await platform.advance(10 * DAY_MS - HOUR_MS);
    expect([await stateOf(platform, 'a'), await stateOf(platform, 'b'), await freeOf(platform)]).toEqual(['running', 'running', 1]);
    await platform.advance(HOUR_MS);
    expect([await stateOf(platform, 'a'), await stateOf(platform, 'b'), await stateOf(platform, 'calm')]).toEqual(['frozen', 'frozen', 'running']);
    expect(await freeOf(platform)).toBe(0);
    await platform.advance(5 * DAY_MS);
    expect(await freeOf(platform)).toBe(0);
    expect((await platform.observe(idOf('a')))['state_reason']).toContain(DATASTORE);
  });

  test.each<[string, (platform: Platform) => Promise<unknown>]>([
    ['it grows', (platform) => change(platform, DATASTORE, { size_gib: 520 })],
    ['one of them is deleted', (platform) => remove(platform, 'virtual_machine', idOf('b'))],
    ['a VM beside them is deleted', (platform) => remove(platform, 'virtual_machine', idOf('calm'))],
  ])('lets them go on when %s', async (_, make) => {
    const platform = await filling();
    await platform.advance(12 * DAY_MS);
    await make(platform);
    expect(await stateOf(platform, 'a')).toBe('running');
  });

  test('freezes them again when the new room is taken too', async () => {
    const platform = await filling();
    await platform.advance(12 * DAY_MS);
    await change(platform, DATASTORE, { size_gib: 520 });
    await platform.advance(12 * HOUR_MS - 1);
    const before = await stateOf(platform, 'a');
    await platform.advance(1);
    expect([before, await stateOf(platform, 'a'), await freeOf(platform)]).toEqual(['running', 'frozen', 0]);
  });

  test('lets one go on that moves away', async () => {
    const platform = await filling();
    await create(platform, datastore({ name: 'other', size_gib: 500 }));
    await platform.advance(12 * DAY_MS);
    const moved = { ...disk({ size_gib: 400, provisioning: 'thin' }), datastore_id: 'tenants/main/datastores/other' };
    await change(platform, idOf('a'), { disks: [moved] });
    expect([await stateOf(platform, 'a'), await stateOf(platform, 'b')]).toEqual(['running', 'running']);
  });

  test('is on the agenda once, however many disks grow on it, and not where they are full before it is', async () => {
    const planned = async (platform: Platform) => [...(await platform.contents()).rows].filter(({ values }) => values['what'] === 'full').length;
    const small = await ground(500);
    await create(small, thin('a', 500));
    expect([await planned(await filling()), await planned(small)]).toEqual([1, 0]);
    await small.advance(30 * DAY_MS);
    expect([await freeOf(small), await stateOf(small, 'a')]).toEqual([0, 'running']);
  });

  test('is as full in one go as in many steps', async () => {
    const whole = await filling();
    await whole.advance(20 * DAY_MS);
    const stepped = await filling();
    for (let step = 0; step < 20 * 4; step += 1) await stepped.advance(DAY_MS / 4);
    const taken = async (platform: Platform) =>
      [...(await platform.contents()).rows].flatMap(({ type, runtime }) =>
        type === 'virtual_machine' ? [[runtime?.['written'], runtime?.['stops']]] : [],
      );
    expect(await taken(stepped)).toEqual(await taken(whole));
  });

  test('comes to the same when the platform is closed and opened in the middle', async () => {
    const lived = async (reopened: boolean) => {
      let platform = await filling();
      await platform.advance(7 * DAY_MS);
      if (reopened) platform = await openPlatform({ store: memoryStore(await platform.contents()) });
      await platform.advance(7 * DAY_MS);
      return platform.hash();
    };
    expect(await lived(true)).toBe(await lived(false));
  });
});

describe('what is claimed must be there', () => {
  test('a VM that fits beside empty thin disks is refused beside what they have taken, one GiB decides', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await platform.advance(5 * DAY_MS);
    const beside = (size_gib: number) => create(platform, writer('b', { disks: [disk({ size_gib })] }));
    expect(said(await refusalOf(beside(451)))).toEqual([`STORAGE-006 ${idOf('b')}`]);
    await beside(450);
    expect(await freeOf(platform)).toBe(0);
  });

  test('a VM is not switched on where its swap file finds no room, and is where it does', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await create(platform, vm('b', { memory_gib: 51, disks: [disk({ size_gib: 400 })], power_state: 'off' }));
    await platform.advance(5 * DAY_MS);
    const refusal = await refusalOf(change(platform, idOf('b'), { power_state: 'on' }));
    expect([said(refusal), refusal.retryable]).toEqual([[`STORAGE-006 ${idOf('b')}`], true]);
    await change(platform, idOf('b'), { memory_gib: 50 });
    await change(platform, idOf('b'), { power_state: 'on' });
    expect(await stateOf(platform, 'b')).toBe('running');
  });

  test('a VM that claims no more may change on a full datastore', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 400));
    await create(platform, writer('b', { disks: [disk({ size_gib: 400 })] }));
    await platform.advance(20 * DAY_MS);
    expect(await freeOf(platform)).toBe(0);
    await change(platform, idOf('b'), { vcpus: 4 });
    await change(platform, idOf('a'), { vcpus: 4 });
  });
});

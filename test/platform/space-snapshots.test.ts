/** Snapshots take the space of datastores as time passes, and give it back when they are removed. */
import { disk } from '../../lib/catalogue/facts/example-estates';
import { DAY_MS } from '../../lib/core/virtual-time';
import { create, refusalOf, remove, said } from './open-platform';
import { freeOf, ground, idOf, stateOf, thin, writer } from './space-ground';

const snapshot = (name: string, of: string) => ({ type: 'snapshot', values: { name, virtual_machine_id: idOf(of) } });
const snapshotId = (name: string): string => `tenants/main/snapshots/${name}`;

describe('a snapshot', () => {
  test('grows with the writes of its VM, and gives its space back when it is removed', async () => {
    const platform = await ground(500);
    await create(platform, writer('a', { disks: [disk({ size_gib: 100 })] }));
    await create(platform, snapshot('s', 'a'));
    const seen = [await freeOf(platform)];
    for (const days of [1, 3, 10]) {
      await platform.advance(days * DAY_MS);
      seen.push(await freeOf(platform));
    }
    await remove(platform, 'snapshot', snapshotId('s'));
    expect([...seen, await freeOf(platform)]).toEqual([400, 390, 360, 300, 400]);
  });

  test('takes the writes in place of the thin disk, which has them when it is removed', async () => {
    const platform = await ground(500);
    await create(platform, thin('a', 100));
    await platform.advance(2 * DAY_MS);
    await create(platform, snapshot('s', 'a'));
    await platform.advance(9 * DAY_MS);
    const open = await freeOf(platform);
    await remove(platform, 'snapshot', snapshotId('s'));
    expect([open, await freeOf(platform)]).toEqual([390, 400]);
  });

  test('keeps what it had when a newer one takes the writes, and takes over what that kept', async () => {
    const platform = await ground(500);
    await create(platform, writer('a', { disks: [disk({ size_gib: 100 })] }));
    await create(platform, snapshot('older', 'a'));
    await platform.advance(DAY_MS);
    await create(platform, snapshot('newer', 'a'));
    await platform.advance(2 * DAY_MS);
    const both = await freeOf(platform);
    await remove(platform, 'snapshot', snapshotId('newer'));
    const one = await freeOf(platform);
    await remove(platform, 'snapshot', snapshotId('older'));
    expect([both, one, await freeOf(platform)]).toEqual([370, 370, 400]);
  });

  test('leaves independent disks out', async () => {
    const platform = await ground(500);
    const disks = [disk({ size_gib: 100, mode: 'independent_persistent' })];
    await create(platform, writer('a', { disks }));
    await create(platform, snapshot('s', 'a'));
    await platform.advance(DAY_MS);
    expect(await freeOf(platform)).toBe(400);
  });

  test('fills a datastore, freezes its VM there, and lets it go on when it is removed', async () => {
    const platform = await ground(500);
    await create(platform, writer('a', { disks: [disk({ size_gib: 480 })] }));
    await create(platform, snapshot('s', 'a'));
    await platform.advance(DAY_MS);
    const full = await stateOf(platform, 'a');
    await remove(platform, 'snapshot', snapshotId('s'));
    expect([full, await stateOf(platform, 'a'), await freeOf(platform)]).toEqual(['frozen', 'running', 20]);
  });

  test('of a disk that is written all the time freezes its VM when it is removed, until all of it is copied', async () => {
    const platform = await ground(500);
    await platform.setClock('manual');
    const disks = [disk({ size_gib: 100, constant_writes: true })];
    await create(platform, writer('a', { disks }));
    await create(platform, snapshot('s', 'a'));
    await platform.advance(DAY_MS);
    await remove(platform, 'snapshot', snapshotId('s'));
    const seen = [[await stateOf(platform, 'a'), await freeOf(platform)]];
    // 100 GiB at 100 MB/s.
    for (const seconds of [1073, 1]) {
      await platform.advance(seconds * 1000);
      seen.push([await stateOf(platform, 'a'), await freeOf(platform)]);
    }
    expect(seen).toEqual([
      ['frozen', 400],
      ['frozen', 400],
      ['running', 400],
    ]);
  });

  test.each([
    [499, 'taken'],
    [500, 'refused'],
  ])('of a disk of %d GiB on a datastore of 500 is %s', async (size_gib, outcome) => {
    const platform = await ground(500);
    await create(platform, writer('a', { disks: [disk({ size_gib })] }));
    const taken = create(platform, snapshot('s', 'a'));
    if (outcome === 'taken') await taken;
    else expect(said(await refusalOf(taken))).toEqual([`STORAGE-006 ${snapshotId('s')}`]);
  });
});

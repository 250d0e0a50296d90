/** Several platforms on one file, in one process and in many: all of them see what any of them did. */
import { CPOOL, cpool, DATASTORE, datastore, disk, POLICY, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import type { Platform } from '../../lib/platform/platform';
import { openSqliteStore } from '../../lib/platform/sqlite-store';
import { bundled, ended, start } from './bundle';
import { change, create, openPlatform, refusalOf, remove, said, withGround } from './open-platform';
import { passedThrough } from './passed-through';
import { scratch } from './scratch';

const file = scratch();
let files = 0;
let platforms: Platform[] = [];

async function openTwo(): Promise<[Platform, Platform]> {
  const path = file(`shared-${++files}.db`);
  const open = async (): Promise<Platform> => openPlatform({ store: await openSqliteStore(path) });
  const pair: [Platform, Platform] = [await open(), await open()];
  platforms.push(...pair);
  return pair;
}

afterEach(async () => {
  await Promise.all(platforms.map((platform) => platform.close()));
  platforms = [];
});

test('what one created, changed and deleted, the other judges by', async () => {
  const [one, other] = await openTwo();
  await withGround(one);
  await create(other, vm('a', { memory_gib: 24, disks: [disk({ size_gib: 900 })] }));
  expect(said(await refusalOf(create(one, vm('b', { memory_gib: 81 }))))).toEqual([`STORAGE-006 ${DATASTORE}`]);
  await change(other, DATASTORE, { size_gib: 2000 });
  await create(one, vm('b', { memory_gib: 81 }));
  await remove(other, 'virtual_machine', vmId('b'));
  await remove(other, 'virtual_machine', vmId('a'));
  await remove(one, 'datastore', DATASTORE);
  expect(said(await refusalOf(create(other, vm('c'))))).toEqual([`REFERENCE-001 ${vmId('c')}`]);
  expect(await one.hash()).toBe(await other.hash());
});

test('blades are handed out once, whoever asks', async () => {
  const [one, other] = await openTwo();
  await create(one, cpool({ name: 'a', host_count: 2 }));
  await create(other, cpool({ name: 'b', host_count: 2 }));
  await create(one, cpool({ name: 'c', host_count: 2 }));
  const hosts = await Promise.all(['a', 'b', 'c'].map((name) => other.observe(`tenants/main/cpools/${name}`)));
  expect(new Set(hosts.flatMap((seen) => seen['host_ids'])).size).toBe(6);
});

test('an update decided on what another has changed meanwhile is stale', async () => {
  const [one, other] = await openTwo();
  await withGround(one);
  const { revision } = (await other.get(DATASTORE)) ?? { revision: -1 };
  await change(one, DATASTORE, { size_gib: 1500 });
  expect(said(await refusalOf(change(other, DATASTORE, { size_gib: 1600 }, { revision })))).toEqual([`STALE-001 ${DATASTORE}`]);
});

test('reopened, a platform is what it was', async () => {
  const path = file('reopened.db');
  const first = await withGround(await openPlatform({ store: await openSqliteStore(path) }));
  await create(first, vm('a'));
  const before = { hash: await first.hash(), host: await first.observe(vmId('a')), log: await first.events(0, 100) };
  await first.close();
  const second = await openPlatform({ store: await openSqliteStore(path), random: () => 0.9 });
  expect({ hash: await second.hash(), host: await second.observe(vmId('a')), log: await second.events(0, 100) }).toEqual(before);
  await second.close();
});

test('two that begin one file at once begin it once', async () => {
  const path = file('begun.db');
  const both = await Promise.all([0.1, 0.9].map(async (seed) => openPlatform({ store: await openSqliteStore(path), random: () => seed })));
  platforms.push(...both);
  expect((await both[0]?.events(0, 100))?.map(({ kind }) => kind)).toEqual(['begin']);
  expect(await both[0]?.hash()).toBe(await both[1]?.hash());
});

test('a fork goes its own way and costs the original nothing', async () => {
  const platform = await withGround(await openPlatform());
  await create(platform, vm('a'));
  const before = await platform.hash();
  const fork = await platform.fork();
  expect(await fork.hash()).toBe(before);
  await remove(fork, 'virtual_machine', vmId('a'));
  await create(fork, datastore({ name: 'ds2' }));
  expect(await fork.hash()).not.toBe(before);
  expect(await platform.hash()).toBe(before);
  // A fork draws the same serial numbers for the same commands.
  expect((await create(await platform.fork(), datastore({ name: 'ds2' }))).values['lun_uid']).toBe(
    (await create(platform, datastore({ name: 'ds2' }))).values['lun_uid'],
  );
});

describe('a preview', () => {
  test('says what commands would meet one after another, and changes nothing', async () => {
    const platform = await withGround(await openPlatform());
    const before = await platform.hash();
    const findings = await platform.preview([
      { kind: 'create', ...vm('a', { memory_gib: 300 }) },
      { kind: 'create', ...vm('b', { memory_gib: 100 }) },
      { kind: 'delete', type: 'cpool', id: CPOOL },
      { kind: 'delete', type: 'virtual_machine', id: vmId('a') },
      { kind: 'create', ...vm('b', { memory_gib: 350 }) },
    ]);
    const refused = findings.filter((finding) => finding.class === 'refused').map(({ code, resource }) => `${code} ${resource}`);
    expect(refused).toEqual([`COMPUTE-007 ${CPOOL}`, `IN-USE-001 ${CPOOL}`]);
    expect(findings.map(({ code }) => code)).toContain('COMPUTE-006');
    expect(await platform.hash()).toBe(before);
    expect(await platform.get(vmId('b'))).toBeUndefined();
    await platform.close();
  });

  test('draws the numbers that the commands will draw', async () => {
    const platform = await withGround(await openPlatform());
    await platform.preview([{ kind: 'create', ...datastore({ name: 'x' }) }]);
    const twin = await withGround(await openPlatform());
    for (const each of [platform, twin]) await create(each, vm('a'));
    expect(await platform.hash()).toBe(await twin.hash());
  });
});

test('a command that the store cannot keep is undone, and the platform goes on', async () => {
  const path = file('failing.db');
  const store = await openSqliteStore(path);
  let full = false;
  const failing = passedThrough(store, (change) => {
    if (full) throw new Error('the disk is full');
    return change;
  });
  const platform = await withGround(await openPlatform({ store: failing }));
  const before = await platform.hash();
  full = true;
  await expect(create(platform, vm('a'))).rejects.toThrow('the disk is full');
  await expect(remove(platform, 'backup_policy', POLICY)).rejects.toThrow('the disk is full');
  expect(await platform.hash()).toBe(before);
  full = false;
  await create(platform, vm('a'));
  const twin = await openPlatform({ store: await openSqliteStore(path) });
  expect(await twin.hash()).toBe(await platform.hash());
  await Promise.all([platform.close(), twin.close()]);
});

test('processes that write at once on one file lose nothing and hand nothing out twice', async () => {
  const writer = bundled('test/platform/writer.ts', file('writer.js'));
  const path = file('raced.db');
  const runs = await Promise.all(['a', 'b', 'c'].map(async (prefix) => ended(start(writer, [path, prefix, '60']))));
  for (const { out, err, code } of runs) expect({ last: out.trim().split('\n').at(-1), err, code }).toEqual({ last: 'done', err: '', code: 0 });
  const platform = await openPlatform({ store: await openSqliteStore(path) });
  const networks = await platform.list('network');
  expect(networks).toHaveLength(3 * 40);
  expect(new Set(networks.map(({ values }) => values['vlan_id'])).size).toBe(networks.length);
  const revisions = (await platform.events(0, 1000)).map(({ revision }) => revision);
  expect(revisions).toEqual(Array.from({ length: 1 + 3 * 80 }, (_, index) => index + 1));
  await platform.close();
});

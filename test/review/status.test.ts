import { catalogue } from '../../lib/catalogue/complete';
import { cpool, DATASTORE, datastore, policy, vm } from '../../lib/catalogue/facts/example-estates';
import { plain } from '../../lib/review/paint';
import { type Status, statusOf } from '../../lib/review/status';
import { statusJson } from '../../lib/review/status-json';
import { statusText } from '../../lib/review/status-text';
import { create, openPlatform } from '../platform/open-platform';

const canvas = { paint: plain, width: 80, blocks: true };
let status: Status;
const quota = {
  type: 'backup_storage',
  values: { name: 'vault', availability_zone: 'th3s', size_tib: 1 },
};
const tested = policy({
  backup_storage_id: 'tenants/main/backup-storages/vault',
  restore_tested_on: '2026-01-01',
});

beforeAll(async () => {
  const platform = await openPlatform();
  for (const entry of [cpool(), datastore(), quota, tested, vm('a'), vm('off', { power_state: 'off' })]) await create(platform, entry);
  status = await statusOf(platform, catalogue);
  await platform.close();
});

test('blades, hosts, VMs and space are counted where they are', () => {
  const [zone] = status.zones.filter(({ cpools }) => cpools.length > 0);
  const [pool] = zone?.cpools ?? [];
  expect(zone?.blades.find(({ blade_class }) => blade_class === pool?.blade_class)).toMatchObject({ used: pool?.hosts.length });
  expect(pool?.hosts.flatMap(({ virtual_machines }) => virtual_machines)).toHaveLength(1);
  expect(pool?.elsewhere).toMatchObject([{ name: 'off', state: 'stopped' }]);
  expect(pool?.memory_used_gib).toBe(pool?.hosts.reduce((sum, host) => sum + host.memory_used_gib, 0));
  const [store] = zone?.datastores ?? [];
  expect(store?.swap_gib).toBeGreaterThan(0);
  expect(status.resources).toEqual({
    tenant: 1,
    datastore: 1,
    cpool: 1,
    virtual_machine: 2,
    backup_storage: 1,
    backup_policy: 1,
  });
});

test('the text of a status', () => {
  expect(statusText(status, canvas)).toMatchInlineSnapshot(`
    "par7s  region fr1
      blades  standard-v3  █░░░░░░░░░░░░░░░░░░░  3 used, 61 free
      blades  152 of other classes, all free

      tenants/main/cpools/prod  3 × standard-v3
        memory  █░░░░░░░░░░░░░░░░░░░  8 of 384 GiB
        par7s-standard-v3-001  a 8
        par7s-standard-v3-002  -
        par7s-standard-v3-003  -
        on no host  off (stopped)

      tenants/main/datastores/ds1  standard, 1,024 GiB, 0 of 1,500 IOPS at peak
        space   █▒░░░░░░░░░░░░░░░░░░  disks 40, swap 8, free 976

    nothing in th3s, az07, fr2-a, fr2-b

    stands: 1 tenant, 1 datastore, 1 cpool, 2 virtual machines, 1 backup storage,
            1 backup policy

    no findings
    "
  `);
});

test('no line is wider than the terminal, however many VMs run on a host', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    id: `v${index}`,
    name: `application-server-${index}`,
    memory_gib: 4,
  }));
  const zones = status.zones.map((zone) => ({
    ...zone,
    cpools: zone.cpools.map((pool) => ({
      ...pool,
      hosts: pool.hosts.map((host) => ({ ...host, virtual_machines: many })),
    })),
  }));
  for (const width of [80, 120]) {
    const lines = statusText({ ...status, zones, judgement: { findings: [], undecided: [] } }, { ...canvas, width }).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
  }
});

test('an empty platform has its first tenant and nothing else', async () => {
  const platform = await openPlatform();
  expect(statusText(await statusOf(platform, catalogue), canvas)).toBe(
    'nothing in par7s, th3s, az07, fr2-a, fr2-b\n\nstands: 1 tenant\n\nno findings\n',
  );
  await platform.close();
});

test('the JSON of a status is versioned and holds the same', () => {
  expect(JSON.parse(statusJson(status))).toMatchObject({
    version: 1,
    resources: { cpool: 1 },
    zones: expect.arrayContaining([expect.objectContaining({ name: 'par7s' })]),
  });
});

describe('where copies are kept in another zone', () => {
  const MIRROR = 'tenants/main/global-mirror-luns/mirror';
  const mirror = {
    type: 'global_mirror_lun',
    values: { name: 'mirror', datastore_id: DATASTORE, secondary_availability_zone: 'th3s', standby_cpool_id: 'tenants/main/cpools/standby' },
  };
  const looks: Status[] = [];
  beforeAll(async () => {
    const platform = await openPlatform();
    const look = async (): Promise<void> => void looks.push(await statusOf(platform, catalogue));
    const standby = cpool({ name: 'standby', availability_zone: 'th3s' });
    for (const entry of [cpool(), standby, datastore(), quota, tested, vm('a'), mirror]) await create(platform, entry);
    await look();
    await platform.setClock('manual');
    const { id } = await platform.strike({ kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } });
    await platform.strike({ kind: 'drive', target: { array: 'par7s-flash-1', drive: 1 } });
    await platform.advance(3_600_000);
    await look();
    await platform.mend(id);
    await look();
    await platform.close();
  });

  test('a copy that follows is told with its RPO, and no fault', () => {
    expect(looks[0]).toMatchObject({ faults: [], copies: [{ id: MIRROR, state: 'consistent_synchronized', rpo_minutes: 0, consistent_at: null }] });
    expect(statusText(looks[0] as Status, canvas)).toContain(`1 copy in another zone\n  ${MIRROR}  consistent_synchronized, RPO 0 min\n`);
  });

  test('a link that is cut is told, with the copy that no longer follows and the moment that it holds', () => {
    expect(looks[1]).toMatchObject({
      copies: [{ state: 'consistent_disconnected', rpo_minutes: 60, consistent_at: '2026-03-01T12:00:00.000Z' }],
    });
    expect(looks[1]?.faults.map(({ kind }) => kind).sort()).toEqual(['drive', 'link']);
    const text = statusText(looks[1] as Status, canvas);
    expect(text).toContain('2 faults to be mended\n');
    expect(text).toContain('link zone=par7s other_zone=th3s\n');
    expect(text).toContain('1 copy in another zone, 1 not following\n');
    expect(text).toContain('consistent_disconnected, RPO 60 min, holds 2026-03-01T12:00:00Z\n');
    expect(text).not.toContain('socle platform do start');
  });

  test('a datastore whose array rebuilds a drive says how far it is', () => {
    const [store] = looks[1]?.zones.flatMap(({ datastores }) => datastores) ?? [];
    expect(store).toMatchObject({ state: 'rebuilding', rebuild_progress_percent: expect.any(Number) });
    expect(statusText(looks[1] as Status, canvas)).toContain(`, rebuilding ${store?.rebuild_progress_percent} %\n`);
  });

  test('after the link is mended the copy still stands still, and how it goes on is told', () => {
    expect(looks[2]).toMatchObject({ faults: [{ kind: 'drive' }], copies: [{ state: 'consistent_stopped' }] });
    expect(statusText(looks[2] as Status, canvas)).toContain('socle platform do start');
  });

  test('the JSON says the same', () => {
    expect(JSON.parse(statusJson(looks[1] as Status))).toMatchObject({
      faults: expect.arrayContaining([expect.objectContaining({ kind: 'link' })]),
      copies: [{ id: MIRROR }],
    });
  });
});

describe('after a failure', () => {
  let broken: Status;
  beforeAll(async () => {
    const platform = await openPlatform();
    const two = [cpool({ host_count: 2, memory_gib: 768 }), datastore({ size_gib: 4096 }), quota, tested];
    for (const entry of [...two, vm('a', { memory_gib: 300 }), vm('b', { memory_gib: 300 })]) await create(platform, entry);
    await platform.setClock('manual');
    await platform.strike({ kind: 'blade', target: { blade: 'par7s-standard-v3-001' } });
    await platform.advance(3_600_000);
    broken = await statusOf(platform, catalogue);
    await platform.close();
  });

  test('hosts that are lost, VMs that do not run and those below the promise are told, with the reason', () => {
    const text = statusText(broken, canvas);
    expect(text).toContain('    par7s-standard-v3-001  lost\n    par7s-standard-v3-002  b 300\n    on no host  a (down)\n');
    expect(text).toContain(`1 virtual machine switched on and not running
  tenants/main/virtual-machines/a  down
    it needs 300 GiB of memory on one host; the hosts of
    tenants/main/cpools/prod that take VMs (1 of 2) have 84 GiB left at most

1 virtual machine below the promised availability this month
  tenants/main/virtual-machines/a  99.865 %
`);
    const unfound = statusText({ ...broken, judgement: { findings: [], undecided: [] } }, canvas);
    expect(Math.max(...unfound.split('\n').map((line) => line.length))).toBeLessThanOrEqual(canvas.width);
  });

  test('a list that would flood the screen says how many more there are', () => {
    const [first] = broken.not_running;
    const many = Array.from({ length: 21 }, (_, at) => ({ state: 'down', reason: String(first?.reason), id: `v${at}` }));
    const told = statusText({ ...broken, not_running: many }, canvas);
    expect(told).toContain('21 virtual machines switched on and not running\n');
    expect(told).toContain('  and 1 more\n');
    expect(statusText({ ...broken, not_running: many.slice(1) }, canvas)).not.toContain(' more\n');
  });

  test('the JSON says the same', () => {
    expect(JSON.parse(statusJson(broken))).toMatchObject({
      not_running: [{ id: 'tenants/main/virtual-machines/a', state: 'down' }],
      below_sla: [{ id: 'tenants/main/virtual-machines/a', availability_percent: 99.865 }],
    });
  });
});

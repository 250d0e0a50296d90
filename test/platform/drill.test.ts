/** Drills on a whole platform: what comes back when a zone is lost, with which loss, and after how long. */
import { disk, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { MIRROR, mirror, REPLICATION, replication, STANDBY, standby } from '../../lib/catalogue/facts/example-replication';
import { HOUR_MS, MINUTE_MS } from '../../lib/core/virtual-time';
import { rehearse } from '../../lib/platform/rehearse';
import { fateOf, group, held, insured, local, PLAN, plan } from './drill-estate';
import { create, type Entry, NOON } from './open-platform';

const since = (minutes: number): string => new Date(NOON + 24 * HOUR_MS + minutes * MINUTE_MS).toISOString();
const network = (zones: readonly string[]): Entry => ({ type: 'network', values: { name: 'lan', availability_zones: zones, vlan_id: 20 } });
const wired = (name: string, values = {}): Entry =>
  vm(name, { network_interfaces: [{ name: 'n0', network_id: 'tenants/main/networks/lan' }], ...values });

describe('a zone is lost', () => {
  test('mirrored VMs run in the standby Cpool an hour and a start later', async () => {
    const db = fateOf(await held(await insured()), 'db');
    expect(db).toMatchObject({
      outcome: 'recovered',
      reason: null,
      by: [MIRROR],
      runs_in: STANDBY,
      running_at: since(65),
      rto_minutes: 65,
      misses: [],
    });
    expect(db.rpo_minutes).toBeLessThanOrEqual(15);
    expect(db.promise).toEqual({ service: 'Global Mirror', rpo_minutes: 15, rto_minutes: 240, kept: true });
  });

  test('a replicated VM does not wait for the mirrors of its priority', async () => {
    const a = fateOf(await held(await insured()), 'a');
    expect(a).toMatchObject({ outcome: 'recovered', by: [REPLICATION], runs_in: STANDBY, running_at: since(5), rto_minutes: 5, misses: [] });
    expect(a.promise).toMatchObject({ service: 'VM replication', rpo_minutes: 60, rto_minutes: 15 });
    expect(a.rpo_minutes).toBeGreaterThan(0);
    expect(a.rpo_minutes).toBeLessThanOrEqual(61);
  });

  test('the next priority begins when the one before it runs, and waits its delay', async () => {
    expect(fateOf(await held(await insured()), 'app')).toMatchObject({ outcome: 'recovered', running_at: since(65 + 2 + 5), rto_minutes: 72 });
  });

  test('what no group names is left behind; without objectives it misses nothing', async () => {
    const told = await held(await insured());
    expect(told.left_behind.map(({ resource }) => resource)).toEqual([vmId('lone')]);
    expect(fateOf(told, 'lone')).toMatchObject({ outcome: 'left_behind', priority: null, misses: [] });
    expect([told.verdict, told.summary]).toMatchObject(['met', { named: 3, recovered: 3, misses: 0, left_behind: 1, rto_minutes: 72 }]);
  });

  test('its last backup is told for comparison', async () => {
    const { last_backup_at, backup_rpo_minutes } = fateOf(await held(await insured()), 'lone');
    expect(Date.parse(last_backup_at ?? '')).toBeLessThan(NOON + 24 * HOUR_MS);
    expect(backup_rpo_minutes).toBeGreaterThan(60);
  });

  test('what was written to the mirror since its last cycle is lost', async () => {
    const at = { afterMs: 24 * HOUR_MS + 4 * MINUTE_MS };
    const db = fateOf(await held(await insured(), { at }), 'db');
    expect(db).toMatchObject({ consistent_at: since(0), rpo_minutes: 4 });
  });
});

describe('an objective is missed', () => {
  test('by an RTO that is shorter than the way back', async () => {
    const told = await held(await insured(vm('db', { rpo_minutes: 15, rto_minutes: 64 })));
    expect([told.verdict, fateOf(told, 'db').misses]).toEqual(['missed', ['rto']]);
  });

  test('and met by one of exactly that time', async () => {
    const told = await held(await insured(vm('db', { rpo_minutes: 15, rto_minutes: 65 })));
    expect([told.verdict, fateOf(told, 'db').misses]).toEqual(['met', []]);
  });

  test('by a copy that is older than the RPO', async () => {
    const at = { afterMs: 24 * HOUR_MS + 4 * MINUTE_MS };
    const with_ = async (rpo_minutes: number) => fateOf(await held(await insured(vm('db', { rpo_minutes })), { at }), 'db').misses;
    expect([await with_(4), await with_(3)]).toEqual([[], ['rpo']]);
  });

  test('by a VM with an objective that no plan names', async () => {
    const told = await held(await insured(vm('lone', { ...local, rto_minutes: 600 })));
    expect([told.verdict, fateOf(told, 'lone').misses]).toEqual(['missed', ['rto']]);
  });

  test('but not where another plan starts it', async () => {
    const other = plan([group(1, 'lone')], [MIRROR], { name: 'other' });
    const told = await held(await insured(vm('lone', { ...local, rto_minutes: 600 }), other));
    expect([told.verdict, fateOf(told, 'lone').misses]).toEqual(['met', []]);
  });
});

describe('a VM of the plan does not come back', () => {
  test('where a disk of it is left behind', async () => {
    const told = await held(await insured(vm('db', { disks: [disk(), disk({ name: 'd1', datastore_id: local.disks[0]?.['datastore_id'] ?? '' })] })));
    expect(fateOf(told, 'db')).toMatchObject({ outcome: 'left_behind', rpo_minutes: null, rto_minutes: null, misses: ['recovery'] });
    expect(told.verdict).toBe('missed');
  });

  test('where the standby Cpool has no room, and what starts first has it', async () => {
    const told = await held(await insured(vm('db', { memory_gib: 240 }), vm('app', { memory_gib: 64 }), standby({ host_count: 2, memory_gib: 256 })));
    expect(['a', 'db', 'app'].map((name) => fateOf(told, name).outcome)).toEqual(['recovered', 'recovered', 'down']);
    expect(fateOf(told, 'app')).toMatchObject({ runs_in: null, misses: ['recovery'], reason: expect.any(String) });
  });

  test('where its networks do not reach: it runs, and nobody reaches it', async () => {
    const told = await held(await insured(network(['par7s']), wired('db')));
    expect(fateOf(told, 'db')).toMatchObject({ outcome: 'unreachable', missing_networks: ['tenants/main/networks/lan'], misses: ['recovery'] });
    expect(fateOf(await held(await insured(network(['par7s', 'th3s']), wired('db'))), 'db')).toMatchObject({
      outcome: 'recovered',
      missing_networks: [],
    });
  });

  test('where its mirror names no standby Cpool', async () => {
    const told = await held(await insured(mirror({ cycle_period_seconds: 300 })));
    expect(fateOf(told, 'db')).toMatchObject({ outcome: 'down', runs_in: null, misses: ['recovery', 'rpo', 'rto'] });
  });

  test('where its replication never pushed', async () => {
    const told = await held(await insured(replication({ paused: true })));
    expect(fateOf(told, 'a')).toMatchObject({ outcome: 'down', misses: ['recovery', 'rpo', 'rto'] });
  });

  test('and needs none where it did not run before', async () => {
    const told = await held(await insured(vm('app', { power_state: 'off' })));
    expect([told.verdict, fateOf(told, 'app')]).toMatchObject(['met', { outcome: 'stopped', misses: [] }]);
  });

  test('where the whole region is lost, the standby zone with it', async () => {
    const told = await held(await insured(), { lose: { kind: 'region', target: { region: 'fr1' } } });
    expect(told.recoveries.map(({ outcome }) => outcome)).toEqual(['down', 'down', 'down']);
    expect(told.recoveries.every(({ reason }) => reason !== null)).toBe(true);
  });
});

describe('less than the zone is lost', () => {
  test('the standby zone: what the plan protects keeps running', async () => {
    const told = await held(await insured(), { lose: { kind: 'zone', target: { zone: 'th3s' } } });
    expect([told.verdict, told.recoveries.map(({ outcome }) => outcome)]).toEqual(['met', ['unaffected', 'unaffected', 'unaffected']]);
  });

  test('a link: nothing is lost', async () => {
    const told = await held(await insured(), { lose: { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } } });
    expect(told.summary).toMatchObject({ unaffected: 3, recovered: 0, left_behind: 0, rto_minutes: null });
  });

  test('a blade: high availability restarts its VMs at home, with nothing lost', async () => {
    const platform = await insured();
    const { host_id } = await platform.observe(vmId('db'));
    const told = await held(platform, { lose: { kind: 'blade', target: { blade: host_id ?? '' } } });
    expect(fateOf(told, 'db')).toMatchObject({ outcome: 'recovered', by: ['high availability'], rpo_minutes: 0, rto_minutes: 1 });
    expect(told.timeline.some(({ what }) => what.includes('failover'))).toBe(false);
  });

  test('an array: the VMs whose copies lie elsewhere fail over, the others wait for it', async () => {
    const told = await held(await insured(), { lose: { kind: 'array', target: { array: 'par7s-flash-1' } } });
    expect(fateOf(told, 'db')).toMatchObject({ outcome: 'recovered', by: [MIRROR], runs_in: STANDBY });
  });
});

describe('a rehearsal', () => {
  test('leaves the platform as it was, and says so', async () => {
    const platform = await insured();
    const hash = await platform.hash();
    const { hash: witnessed, afterwards } = await rehearse(platform, (stage) => stage.advance(HOUR_MS));
    expect([witnessed, afterwards, await platform.hash()]).toEqual([hash, 'unchanged', hash]);
  });

  test('says that others have changed the platform meanwhile', async () => {
    const platform = await insured();
    const { afterwards } = await rehearse(platform, () => create(platform, vm('new')));
    expect(afterwards).toBe('changed_by_others');
  });

  test('gives the same report whenever it is held', async () => {
    const platform = await insured();
    const [one, other] = [await held(platform), await held(platform)];
    expect(JSON.stringify(other)).toBe(JSON.stringify(one));
    expect(one.plan).toBe(PLAN);
  });
});

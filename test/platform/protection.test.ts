/** Quotas, replications, recovery plans, requests, snapshots and keys: what each takes, chooses and shows. */

import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { vm, vmId } from '../../lib/catalogue/facts/example-estates';
import {
  keyProvider,
  MIRROR,
  mirror,
  PROVIDER,
  REPLICATION,
  replication,
  STANDBY,
  standby,
  subscription,
  target,
} from '../../lib/catalogue/facts/example-replication';
import type { Values } from '../../lib/core/unknown';
import { usableGib } from '../../lib/core/world';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, type Entry, NOON, openPlatform, refusalOf, remove, said, withGround } from './open-platform';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
let now = NOON;
let platform: Platform;
beforeEach(async () => {
  now = NOON;
  platform = await withGround(await openPlatform({ clock: { now: () => now } }));
});
afterEach(() => platform.close());

const at = (ms: number): string => new Date(ms).toISOString();
const seen = (id: string): Promise<Values> => platform.observe(id);

describe('a quota for backups', () => {
  const QUOTA = 'tenants/main/backup-storages/q';
  const quota = (size_tib: number, name = 'q'): Entry => ({ type: 'backup_storage', values: { name, availability_zone: 'th3s', size_tib } });
  const massTib = Math.floor(Math.max(...(defaultWorld.zones['th3s']?.arrays ?? []).filter(({ media }) => media === 'mass').map(usableGib)) / 1024);

  test('takes the last whole TiB of a mass array, and none beyond it', async () => {
    const refusal = await refusalOf(create(platform, quota(massTib + 1)));
    expect([said(refusal), refusal.retryable]).toEqual([[`CAPACITY-003 ${QUOTA}`], true]);
    expect(refusal.message).toMatch(new RegExp(`have \\d+ GiB left for one quota; ${(massTib + 1) * 1024} GiB`));
    await create(platform, quota(massTib));
    expect(said(await refusalOf(change(platform, QUOTA, { size_tib: massTib + 1 })))).toEqual([`CAPACITY-003 ${QUOTA}`]);
    expect(said(await refusalOf(create(platform, quota(1, 'other'))))).toEqual(['CAPACITY-003 tenants/main/backup-storages/other']);
  });

  test('shrinks, and gives room to LUNs of the same array', async () => {
    await create(platform, quota(massTib));
    const mass: Entry = { type: 'datastore', values: { name: 'm', availability_zone: 'th3s', storage_class: 'mass', size_gib: 10_240 } };
    expect(said(await refusalOf(create(platform, mass)))).toEqual(['CAPACITY-002 tenants/main/datastores/m']);
    await change(platform, QUOTA, { size_tib: massTib - 10 });
    await create(platform, mass);
    expect(await seen(QUOTA)).toEqual({ used_gib: 0 });
  });

  test('stays as long as a policy names it', async () => {
    await create(platform, quota(1));
    await change(platform, 'tenants/main/backup-policies/nightly', { backup_storage_id: QUOTA });
    expect(said(await refusalOf(remove(platform, 'backup_storage', QUOTA)))).toEqual([`IN-USE-001 ${QUOTA}`]);
  });
});

describe('a VM replication', () => {
  beforeEach(async () => {
    for (const entry of [standby(), target(), vm('a'), replication({ interval_hours: 2 })]) await create(platform, entry);
  });

  test('pushes at its interval', async () => {
    expect(await seen(REPLICATION)).toMatchObject({ state: 'active', last_push_at: at(NOON) });
    await platform.advance(5 * HOUR_MS);
    expect(await seen(REPLICATION)).toMatchObject({ state: 'active', last_push_at: at(NOON + 4 * HOUR_MS) });
  });

  test('pushes nothing while nobody moves the clock, and once when somebody does', async () => {
    now += 5 * HOUR_MS;
    expect(await seen(REPLICATION)).toMatchObject({ state: 'active', last_push_at: at(NOON) });
    await platform.advance(0);
    expect(await seen(REPLICATION)).toMatchObject({ state: 'active', last_push_at: at(NOON + 5 * HOUR_MS) });
  });

  test('stops while it is paused, and pushes at once when it goes on', async () => {
    await platform.advance(3 * HOUR_MS);
    await change(platform, REPLICATION, { paused: true });
    await platform.advance(10 * HOUR_MS);
    expect(await seen(REPLICATION)).toMatchObject({ state: 'paused', last_push_at: at(NOON + 2 * HOUR_MS) });
    await change(platform, REPLICATION, { paused: false });
    expect(await seen(REPLICATION)).toMatchObject({ state: 'active', last_push_at: at(NOON + 13 * HOUR_MS) });
  });

  test('keeps its rhythm from the last push when the interval changes', async () => {
    await platform.advance(3 * HOUR_MS);
    await change(platform, REPLICATION, { interval_hours: 4 });
    expect(await seen(REPLICATION)).toMatchObject({ last_push_at: at(NOON + 2 * HOUR_MS) });
    await platform.advance(3 * HOUR_MS);
    expect(await seen(REPLICATION)).toMatchObject({ last_push_at: at(NOON + 6 * HOUR_MS) });
  });
});

test('a recovery plan costs what its worst mechanism costs, the delays of its groups and five minutes to start each priority', async () => {
  for (const entry of [standby(), target(), mirror({ standby_cpool_id: STANDBY }), vm('a'), replication({ interval_hours: 3 })])
    await create(platform, entry);
  const group = (priority: number, start_delay_seconds: number) => ({ priority, virtual_machine_ids: [vmId('a')], start_delay_seconds });
  const plan = (name: string, mechanism_ids: readonly string[], ...groups: readonly Values[]): Entry => ({
    type: 'recovery_plan',
    values: { name, primary_availability_zone: 'par7s', standby_availability_zone: 'th3s', mechanism_ids, groups },
  });
  const costs = async (entry: Entry) => seen((await create(platform, entry)).id);
  expect(await costs(plan('none', []))).toEqual({ estimated_rpo_minutes: null, estimated_rto_minutes: null });
  expect(await costs(plan('mirrored', [MIRROR], group(1, 0)))).toEqual({ estimated_rpo_minutes: 0, estimated_rto_minutes: 65 });
  expect(await costs(plan('replicated', [REPLICATION], group(1, 61)))).toEqual({ estimated_rpo_minutes: 180, estimated_rto_minutes: 17 });
  expect(await costs(plan('both', [MIRROR, REPLICATION], group(1, 60), group(1, 120), group(2, 60)))).toEqual({
    estimated_rpo_minutes: 180,
    estimated_rto_minutes: 73,
  });
  await change(platform, REPLICATION, { paused: true });
  expect(await seen('tenants/main/recovery-plans/both')).toMatchObject({ estimated_rpo_minutes: null });
});

test('a request has a number, is closed at once, and is forgotten with its resource', async () => {
  const contact = { name: 'A', email: 'a@example.org', phone: '1' };
  const request = await create(platform, { type: 'service_request', values: { name: 'r', kind: 'other', subject: 'A question', contact } });
  expect(request.values['reference']).toMatch(/^SR-[0-9a-f]{8}$/);
  expect(await seen(request.id)).toEqual({ status: 'closed' });
  await remove(platform, 'service_request', request.id);
  expect(await platform.get(request.id)).toBeUndefined();
});

test('a snapshot and a key say when they were made, a credential when it ends', async () => {
  await create(platform, vm('a'));
  const snapshot = await create(platform, { type: 'snapshot', values: { name: 's', virtual_machine_id: vmId('a') } });
  expect(snapshot.values).toMatchObject({ created_at: at(NOON) });
  const okms_id = (await create(platform, { type: 'okms', values: { name: 'k', region: 'eu-west-sbg' } })).id;
  const operationsOf = async (name: string, values: Values) =>
    (await create(platform, { type: 'okms_service_key', values: { name, okms_id, ...values } })).values['operations'];
  expect(await operationsOf('oct', { kind: 'oct', size: 256 })).toEqual(['encrypt', 'decrypt', 'wrapKey', 'unwrapKey']);
  expect(await operationsOf('rsa', { kind: 'rsa', size: 2048 })).toEqual(['sign', 'verify']);
  expect(await operationsOf('few', { kind: 'ec', curve: 'P-256', operations: ['verify'] })).toEqual(['verify']);
  const values = { name: 'c', okms_id, identity_urns: ['urn:a'], csr: 'a request', validity_days: 10 };
  const credential = await create(platform, { type: 'okms_credential', values });
  const DAYS_MS = 10 * 24 * HOUR_MS;
  expect(credential.values).toMatchObject({ expires_at: at(NOON + DAYS_MS), certificate_pem: null });
  now = NOON + DAYS_MS - 1;
  expect(await seen(credential.id)).toEqual({ status: 'ready' });
  now += 1;
  expect(await seen(credential.id)).toEqual({ status: 'expired' });
});

describe('a key provider', () => {
  const native = (name: string): Entry => keyProvider({ name, kind: 'native', backed_up_on: '2026-01-31' });
  const idOf = (name: string): string => `tenants/main/key-providers/${name}`;

  test('is the default where it is the oldest enabled one', async () => {
    for (const name of ['b', 'a', 'c']) await create(platform, native(name));
    const defaults = async () => (await Promise.all(['a', 'b', 'c'].map((name) => seen(idOf(name))))).map((each) => each['default']);
    expect(await defaults()).toEqual([false, true, false]);
    await change(platform, idOf('b'), { enabled: false });
    expect(await defaults()).toEqual([true, false, false]);
    expect(await seen(idOf('b'))).toMatchObject({ trusted: false, trust_error: 'it is not enabled' });
    await remove(platform, 'key_provider', idOf('a'));
    await create(platform, native('a'));
    expect(await defaults()).toEqual([false, false, true]);
  });

  test('gives a key to each VM that it encrypts, and stays as long as there is one', async () => {
    for (const entry of [subscription(), keyProvider(), vm('a', { key_provider_id: PROVIDER }), vm('b')]) await create(platform, entry);
    expect(await seen(PROVIDER)).toMatchObject({ key_count: 1 });
    expect(said(await refusalOf(remove(platform, 'key_provider', PROVIDER)))).toEqual([`IN-USE-001 ${PROVIDER}`]);
    expect(said(await refusalOf(change(platform, PROVIDER, { enabled: false })))).toContain(`KEYS-010 ${vmId('a')}`);
    await remove(platform, 'virtual_machine', vmId('a'));
    expect(await seen(PROVIDER)).toMatchObject({ key_count: 0 });
    await remove(platform, 'key_provider', PROVIDER);
  });

  test('encrypting a VM that was never backed up is advised against before it is done', async () => {
    for (const entry of [subscription(), keyProvider(), vm('a', { power_state: 'off' })]) await create(platform, entry);
    const { values = {} } = (await platform.get(vmId('a'))) ?? {};
    const update = (key_provider_id: string | null) =>
      platform.preview([{ kind: 'update', type: 'virtual_machine', id: vmId('a'), values: { ...values, key_provider_id } }]);
    expect((await update(PROVIDER)).map(({ code }) => code)).toContain('KEYS-004');
    expect((await update(null)).map(({ code }) => code)).not.toContain('KEYS-004');
  });
});

describe('the edition', () => {
  const large: Entry = { type: 'datastore', values: { name: 'u', availability_zone: 'par7s', storage_class: 'ultra', size_gib: 10_240 } };
  const U = 'tenants/main/datastores/u';

  test('of the last commands is that of whoever opens the platform without one', async () => {
    const store = memoryStore();
    const seeds = await openPlatform({ store, edition: 'seeds' });
    expect((await create(seeds, large)).values['iops_limit']).toBe(150_000);
    const later = await openPlatform({ store, edition: '2026-08' });
    expect((await later.findings()).findings.map(({ code }) => code)).toContain('STORAGE-012');
    expect((await store.charter())?.edition).toBe('seeds');
    await change(later, U, { size_gib: 10_241 });
    expect((await later.get(U))?.values['iops_limit']).toBe(30_000);
    const any = await openPlatform({ store });
    expect((await any.findings()).findings.map(({ code }) => code)).toContain('STORAGE-012');
    expect((await store.events(0, 100)).map(({ kind }) => kind)).toEqual(['begin', 'create', 'edition', 'update']);
  });

  test('that others have named since is heard of', async () => {
    const store = memoryStore();
    const first = await openPlatform({ store });
    const codes = async (): Promise<string[]> => (await first.findings()).findings.map(({ code }) => code);
    await create(first, large);
    expect(await codes()).not.toContain('STORAGE-012');
    await create(await openPlatform({ store, edition: '2026-08' }), { type: 'subscription', values: { name: 's', service: 'advanced_protection' } });
    expect(await codes()).toContain('STORAGE-012');
  });
});

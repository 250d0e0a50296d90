/** Every noun changes in place and shows itself through its data source. */
import { catalogue } from '../../lib/catalogue/complete';
import { definitionOf } from '../../lib/core/catalogue';
import type { Written } from './configurations';
import { codes, Driver, type Kept } from './driver';
import { ID } from './estate';
import { KEYS, MIRROR, MIRRORED, OWN_KMS, wholeEstate } from './whole-estate';

/** What may change in place, by type; a noun that is not named has nothing that may. */
const CHANGES: Readonly<Record<string, Written>> = {
  tenant: { owners: [{ email: 'b@example.org' }] },
  network: { description: 'Servers' },
  cpool: { host_count: 4 },
  datastore: { size_gib: 2048 },
  global_mirror_lun: { consistency_group: 'bank' },
  backup_storage: { size_tib: 3 },
  backup_policy: { keep_weekly: 4 },
  okms: { display_name: 'Keys of the bank' },
  okms_credential: { identity_urns: ['urn:v1:eu:identity:user:cd67890'] },
  okms_service_key: { desired_state: 'deactivated', deactivation_reason: 'superseded' },
  key_provider: { allow_destroy: true },
  virtual_machine: { tags: { team: 'web' } },
  affinity_rule: { enabled: false },
  vm_replication: { interval_hours: 6 },
  recovery_plan: { mechanism_ids: [MIRROR, 'tenants/main/vm-replications/web'], groups: [{ priority: 1, virtual_machine_ids: [ID.vm('db')] }] },
  service_request: { subject: 'Another question' },
};

async function built(): Promise<{ driver: Driver; all: Map<string, { written: Written; kept: Kept }> }> {
  const driver = await Driver.open();
  const all = new Map<string, { written: Written; kept: Kept }>();
  for (const [type, written] of wholeEstate) {
    const kept = await driver.create(type, written);
    all.set(String(kept.state['id']), { written, kept });
  }
  return { driver, all };
}

test('what may change in place does, for every noun that can, and has no change then', async () => {
  const { driver, all } = await built();
  for (const [id, { written, kept }] of all) {
    const change = CHANGES[kept.type];
    if (!change) continue;
    await driver.configure();
    const plan = await driver.plan(kept.type, { ...written, ...change }, kept);
    expect([id, plan.action]).toEqual([id, 'update']);
    const applied = await driver.apply(plan);
    expect([id, codes(applied.diagnostics)]).toEqual([id, []]);
    const refreshed = (await driver.refresh(applied.kept as Kept)) as Kept;
    expect(refreshed).toEqual(applied.kept);
    expect((await driver.plan(kept.type, { ...written, ...change }, refreshed)).action).toBe('none');
  }
});

test('nouns without such an attribute have only names and what replaces', () => {
  for (const { type, attrs } of catalogue.definitions.values()) {
    const inPlace = Object.values(attrs).some((attribute) => attribute.mode !== 'computed' && !attribute.replace);
    expect([type, type in CHANGES]).toEqual([type, inPlace]);
  }
});

test('every noun is found by its id, with what can be observed of it', async () => {
  const { driver, all } = await built();
  for (const [id, { kept }] of all) {
    const source = driver.provider.dataSources[`socle_${kept.type}`];
    const config = Object.fromEntries((source?.schema.attributes ?? []).map(({ name }) => [name, name === 'id' ? id : null]));
    const found = await source?.read({ config }, driver.context);
    expect(found?.diagnostics ?? []).toEqual([]);
    expect(found?.state).toMatchObject({ id, ...(await driver.platform.observe(id)) });
    expect(found?.state).not.toHaveProperty('kmip_private_key_wo');
    const { attrs } = definitionOf(catalogue, kept.type);
    expect(Object.keys(await driver.platform.observe(id)).sort()).toEqual(
      Object.keys(attrs)
        .filter((key) => attrs[key]?.volatile)
        .sort(),
    );
  }
});

describe('what time and others change stands in data sources only', () => {
  test.each<[string, Written]>([
    [MIRROR, { licence_tib: 1, state: 'consistent_synchronized', sync_progress_percent: 100, freeze_time: null, rpo_minutes: 0 }],
    ['tenants/main/backup-storages/quota', { used_gib: 0 }],
    ['tenants/main/vm-replications/web', { state: 'active', last_push_at: '2026-01-31T00:00:00.000Z' }],
    ['tenants/main/recovery-plans/loss', { estimated_rpo_minutes: 240, estimated_rto_minutes: 72 }],
    ['tenants/main/service-requests/ask', { status: 'closed' }],
    [KEYS, { default: true, trusted: true, trust_error: null, key_count: 1 }],
    [OWN_KMS, { default: false, trusted: true, trust_error: null, key_count: 0 }],
    ['tenants/main/okms-credentials/vcenter', { status: 'ready' }],
    [ID.vm('vault'), { encryption_status: 'encrypted', state: 'running' }],
  ])('%s', async (id, observed) => {
    const { driver, all } = await built();
    expect(await driver.platform.observe(id)).toMatchObject(observed);
    for (const key of Object.keys(observed)) expect(all.get(id)?.kept.state).not.toHaveProperty(key);
  });
});

test('what cannot be made yet is null, and stays no change', async () => {
  const { all } = await built();
  expect(all.get('tenants/main/okms/kms')?.kept.state).toMatchObject({ public_ca: null, kmip_endpoint: 'eu-west-rbx.okms.ovh.net:5696' });
  expect(all.get('tenants/main/okms-credentials/vcenter')?.kept.state).toMatchObject({
    certificate_pem: null,
    expires_at: '2027-01-31T00:00:00.000Z',
  });
  expect(all.get('tenants/main/okms-service-keys/data')?.kept.state).toMatchObject({
    operations: ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'],
    created_at: '2026-01-31T00:00:00.000Z',
  });
});

test('growing a primary grows its copy in the same command', async () => {
  const { driver, all } = await built();
  await driver.configure();
  const primary = all.get(MIRRORED);
  if (!primary) throw new Error('no primary');
  const grown = await driver.apply(await driver.plan('datastore', { ...primary.written, size_gib: 3000 }, primary.kept));
  expect(grown.diagnostics).toEqual([]);
  expect(await driver.platform.observe(MIRROR)).toMatchObject({ licence_tib: 3 });
  const mirror = all.get(MIRROR);
  expect((await driver.plan('global_mirror_lun', mirror?.written ?? {}, mirror?.kept)).action).toBe('none');
});

test('what only the platform sees is said at plan: a VM that was never backed up is to be encrypted', async () => {
  const { driver, all } = await built();
  await driver.configure();
  const stopped = { ...all.get(ID.vm('web-1'))?.written, name: 'calm', power_state: 'off' };
  const kept = await driver.create('virtual_machine', stopped);
  await driver.configure();
  const plan = await driver.plan('virtual_machine', { ...stopped, key_provider_id: KEYS }, kept);
  expect(codes(plan.diagnostics)).toEqual([`KEYS-004 ${ID.vm('calm')}`]);
});

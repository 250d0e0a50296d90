import { billings } from '../../lib/catalogue/billing';
import { cpool, datastore, policy, vm } from '../../lib/catalogue/facts/example-estates';
import { billOf } from '../../lib/core/billing';
import type { Entry } from '../../lib/core/estate-of';
import { Unknown } from '../../lib/core/unknown';
import { complete } from '../core/estates';

const bill = (...entries: readonly Entry[]) => billOf(complete(...entries), billings);
const short = (...entries: readonly Entry[]) => bill(...entries).lines.map(({ sku, quantity, unit, zone }) => `${zone} ${sku} ${quantity} × ${unit}`);

test('a Cpool bills its blades and its activated memory, which has no SKU in the offer', () => {
  expect(short(cpool())).toEqual(['par7s null 384 × 1 GiB', 'par7s csp:fr1:iaas:vmware:standard:v3 3 × 1 blade']);
});

test('flash is billed by the GiB, mass storage by the TiB, with the region filled in', () => {
  expect(short(datastore({ cpool_ids: [] }))).toEqual(['par7s csp:fr1:iaas:storage:bloc:medium:v1 1024 × 1 GiB']);
  expect(short(datastore({ cpool_ids: [], storage_class: 'mass', size_gib: 2048 }))).toEqual(['par7s csp:fr1:iaas:storage:bloc:mass:v1 2 × 1 TiB']);
  expect(short(datastore({ cpool_ids: [], availability_zone: 'fr2-a' }))).toEqual(['fr2-a csp:fr2:iaas:storage:bloc:medium:v1 1024 × 1 GiB']);
});

test('the backup service is billed for each VM that a policy protects', () => {
  const estate = [cpool(), datastore(), policy()];
  const services = (...entries: readonly Entry[]) => short(...estate, ...entries).filter((line) => line.includes(':backup:vm:'));
  expect(services(vm('a'))).toEqual(['par7s csp:fr1:iaas:backup:vm:v1 1 × 1 VM']);
  expect(services(vm('a', { backup_policy_ids: [], power_state: 'off' }))).toEqual([]);
});

test('what depends on an unknown value is listed as undecided, never as nothing', () => {
  const { lines, undecided } = bill(datastore({ cpool_ids: [], size_gib: new Unknown(['var.size']) }));
  expect(lines).toEqual([]);
  expect(undecided).toEqual([{ code: 'BILL', resource: 'tenants/main/datastores/ds1', because: ['var.size'] }]);
});

test('encryption is billed for each VM whose keys stand in the HSM, and for no other', () => {
  const encrypted = (kind: string | undefined) =>
    short(
      cpool(),
      datastore(),
      policy(),
      { type: 'key_provider', values: { name: 'keys', kind: kind ?? 'hsm' } },
      vm('a', kind === undefined ? {} : { key_provider_id: 'tenants/main/key-providers/keys' }),
    ).filter((line) => line.includes(':encryption:'));
  expect(encrypted('hsm')).toEqual(['par7s csp:fr1:iaas:vmware:encryption:hsm:v1 1 × 1 VM']);
  expect(encrypted('native')).toEqual([]);
  expect(encrypted(undefined)).toEqual([]);
});

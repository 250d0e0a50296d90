/**
 * A reader wrote `par7` for `par7s` in one Cpool, and five rules each told him to move something else: the LUN, the network, the
 * copies. Only the name was wrong, and the rule about names says so.
 */
import { defaultWorld } from '../../lib/catalogue/facts/default-world';
import { cpool, DATASTORE, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { mirror, replication, STANDBY, standby, target } from '../../lib/catalogue/facts/example-replication';
import type { Entry } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';
import { complete } from '../core/estates';

const inStock = (...entries: readonly Entry[]) => judge(complete(...entries), { edition: 'seeds', world: defaultWorld });
const codes = (...entries: readonly Entry[]): string[] =>
  inStock(...entries)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, resource }) => `${code} ${resource}`);
const network = (...availability_zones: readonly string[]): Entry => ({ type: 'network', values: { name: 'lan', availability_zones } });
const wired = vm('a', { network_interfaces: [{ name: 'eth0', network_id: 'tenants/main/networks/lan' }] });

test('of a misspelt zone the name alone is told', () => {
  expect(codes(cpool({ availability_zone: 'par7' }), datastore(), policy(), network('par7s'), wired)).toEqual(['SHAPE tenants/main/cpools/prod']);
  expect(codes(cpool(), datastore({ availability_zone: 'par7' }), policy(), vm('a'))).toEqual([`SHAPE ${DATASTORE}`]);
  expect(codes(cpool(), datastore(), policy(), network('par7'), wired)).toEqual(['SHAPE tenants/main/networks/lan']);
});

test('zones misspelt alike are no proof of one place', () => {
  const same = [cpool({ availability_zone: 'par7' }), datastore({ availability_zone: 'par7' }), policy({ availability_zone: 'par7' }), vm('a')];
  expect(codes(...same).filter((each) => !each.startsWith('SHAPE'))).toEqual([]);
});

test('a misspelt standby names no other cause', () => {
  const base = [cpool(), datastore(), policy(), network('par7s', 'th3s'), wired];
  const away = [standby({ availability_zone: 'th3' }), target()];
  expect(codes(...base, ...away, replication()).filter((each) => !each.startsWith('SHAPE'))).toEqual([]);
  expect(
    codes(...base, standby(), mirror({ standby_cpool_id: STANDBY, secondary_availability_zone: 'th3' })).every((each) => /^SHAPE/.test(each)),
  ).toBe(true);
});

test('zones that exist are still compared', () => {
  expect(codes(cpool({ availability_zone: 'az07' }), datastore(), policy(), network('par7s'), wired)).toEqual([
    `NETWORK-003 ${vmId('a')}`,
    `STORAGE-005 ${DATASTORE}`,
  ]);
});

test('the nearest name comes before the list, and stands where no stock tells', () => {
  const entries = [cpool({ availability_zone: 'par7', hypervisor_build: '8.0.3-2428076' }), datastore(), policy(), vm('a', { template: 'debian12' })];
  const fixes = inStock(...entries)
    .findings.filter(({ code }) => code === 'SHAPE')
    .map(({ fix }) => fix.split(';')[0]);
  expect(fixes.sort()).toEqual(['nearest to "8.0.3-2428076" is 8.0.3-24280767', 'nearest to "debian12" is debian-12', 'nearest to "par7" is par7s']);
  const waits = judge(complete(...entries), { edition: 'seeds' }).undecided.filter(({ code }) => code === 'SHAPE');
  expect(waits.flatMap(({ because }) => because)).toContain('the zones of the platform (--world or --platform); nearest to "par7" is par7s');
});

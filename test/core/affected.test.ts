import * as fc from 'fast-check';
import { catalogue } from '../../lib/catalogue/complete';
import { affectedBy } from '../../lib/core/affected';
import { type Entry, estateOf, resourceOf } from '../../lib/core/estate-of';
import { judge } from '../../lib/core/judge';

const context = { edition: 'seeds', tenant: 'main' };
const id = (collection: string, name: string) => `tenants/main/${collection}/${name}`;
const one = fc.constantFrom('a', 'b');
const zone = fc.constantFrom('par7s', 'th3s');

const cpool = fc
  .record({ name: one, availability_zone: zone, host_count: fc.integer({ min: 1, max: 3 }) })
  .map((values): Entry => ({ type: 'cpool', values: { ...values, blade_class: 'standard-v3' } }));
const datastore = fc
  .record({
    name: one,
    availability_zone: zone,
    size_gib: fc.constantFrom(500, 600),
    cpool_ids: fc.uniqueArray(one.map((name) => id('cpools', name))),
  })
  .map((values): Entry => ({ type: 'datastore', values: { ...values, storage_class: 'standard' } }));
const policy = fc.record({ name: one, availability_zone: zone, suspended: fc.boolean() }).map(
  (values): Entry => ({
    type: 'backup_policy',
    values: { ...values, keep_daily: 1, contact: { name: 'Ops', email: 'ops@example.org', phone: '1' } },
  }),
);
const vm = fc
  .record({
    name: fc.constantFrom('v', 'w', 'x'),
    cpool_id: one.map((name) => id('cpools', name)),
    memory_gib: fc.constantFrom(8, 200, 390),
    power_state: fc.constantFrom('on', 'off'),
    backup_policy_ids: fc.uniqueArray(one.map((name) => id('backup-policies', name))),
    rpo_minutes: fc.constantFrom(null, 15, 1440),
    disks: one.map((name) => [{ name: 'd0', size_gib: 250, datastore_id: id('datastores', name) }]),
  })
  .map((values): Entry => ({ type: 'virtual_machine', values: { ...values, vcpus: 1 } }));
const rule = fc.record({ name: one, cpool_id: one.map((name) => id('cpools', name)), kind: fc.constantFrom('affinity', 'anti_affinity') }).map(
  (values): Entry => ({
    type: 'affinity_rule',
    values: { ...values, virtual_machine_ids: [id('virtual-machines', 'v'), id('virtual-machines', 'w')] },
  }),
);
const mirror = fc
  .record({
    name: one,
    datastore_id: one.map((name) => id('datastores', name)),
    secondary_availability_zone: zone,
    standby_cpool_id: one.map((name) => id('cpools', name)),
    consistency_group: fc.constantFrom(null, 'g'),
  })
  .map((values): Entry => ({ type: 'global_mirror_lun', values }));
const replication = fc
  .record({
    name: one,
    virtual_machine_id: fc.constantFrom('v', 'w').map((name) => id('virtual-machines', name)),
    target_cpool_id: one.map((name) => id('cpools', name)),
    target_datastore_id: one.map((name) => id('datastores', name)),
    paused: fc.boolean(),
  })
  .map((values): Entry => ({ type: 'vm_replication', values: { ...values, interval_hours: 1 } }));
const plan = fc
  .record({
    mechanism_ids: fc.uniqueArray(
      fc.oneof(
        one.map((name) => id('global-mirror-luns', name)),
        one.map((name) => id('vm-replications', name)),
      ),
    ),
  })
  .map(
    (values): Entry => ({
      type: 'recovery_plan',
      values: {
        ...values,
        name: 'p',
        primary_availability_zone: 'par7s',
        standby_availability_zone: 'th3s',
        groups: [{ priority: 1, virtual_machine_ids: [id('virtual-machines', 'v')] }],
      },
    }),
  );
const entry = fc.oneof(cpool, datastore, policy, vm, rule, mirror, replication, plan);

/** What every rule says of every resource, by rule and resource. */
function answers(estate: ReturnType<typeof estateOf>): Map<string, string> {
  const said = new Map<string, string>();
  for (const finding of judge(estate, { edition: 'seeds' }).findings) {
    const key = `${finding.code} ${finding.resource}`;
    said.set(key, `${said.get(key) ?? ''}${finding.path} ${finding.message}\n`);
  }
  return said;
}

const silenced = new Set(catalogue.rules.filter((each) => each.silentWhere).map((each) => each.code));
const generic = /^(SHAPE|REFERENCE|DUPLICATE|IDENTITY|TENANCY)/;

test('a rule whose answer changes is among those that the change touches', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 2, maxLength: 10 }), entry, fc.boolean(), (entries, change, removes) => {
      const estate = estateOf(catalogue, entries, { ...context, complete: true });
      const before = answers(estate);
      const next = resourceOf(catalogue, change, context);
      const old = estate.get(next.id);
      const touchedBefore = affectedBy(estate, old ? [old] : []);
      if (removes) estate.remove(next.id);
      else estate.put(next);
      const touched = [...touchedBefore, ...affectedBy(estate, old ? [old, next] : [next])];
      const keys = new Set(touched.map((task) => `${task.rule.code} ${task.subject.id}`));
      const after = answers(estate);
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
      // A silenced rule may speak because another one fell silent, and a link that appears brings its own rules in.
      const missed = changed.filter(
        (key) => !keys.has(key) && !generic.test(key) && !silenced.has(key.split(' ')[0] as string) && !(removes && key.endsWith(next.id)),
      );
      expect(missed).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

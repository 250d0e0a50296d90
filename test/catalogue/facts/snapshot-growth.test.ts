/** How fast a snapshot of a VM grows. */
import { closing } from '../../../lib/catalogue/facts/snapshot-closing';
import { snapshotWritesGibPerDay } from '../../../lib/catalogue/facts/snapshot-growth';
import { compare, fraction } from '../../../lib/core/units';

const disk = (values: object) =>
  ({ name: 'd', datastore_id: 'x', provisioning: 'thick', mode: 'persistent', constant_writes: false, ...values }) as never;
const vm = (...disks: readonly never[]) => ({ change_rate_percent_per_day: 5, disks });

test('a snapshot takes what is written to the disks that take part in it, and nothing of independent ones', () => {
  const both = vm(disk({ size_gib: 100 }), disk({ size_gib: 40 }), disk({ size_gib: 1000, mode: 'independent_persistent' }));
  expect(compare(snapshotWritesGibPerDay(both), fraction(7))).toBe(0);
});

test('a disk that is written all the time lets no snapshot close; the same disk without does', () => {
  const outcome = (constant_writes: boolean) =>
    closing({ deltaGib: 50, writtenGibPerDay: snapshotWritesGibPerDay(vm(disk({ size_gib: 100, constant_writes }))) }).outcome;
  expect([outcome(true), outcome(false)]).toEqual(['freezes', 'closes']);
});

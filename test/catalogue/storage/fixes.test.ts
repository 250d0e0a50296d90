/**
 * A reader of a plan followed `storage_class = "premium"` on a datastore that stood: the plan replaced it, and its data would
 * have gone. Another made a datastore as large as a plan said, and the apply refused it: the plan had known a part of the sum.
 */
import { cpool, datastore, disk, policy, vm } from '../../../lib/catalogue/facts/example-estates';
import { replication, target } from '../../../lib/catalogue/facts/example-replication';
import type { Entry } from '../../../lib/core/estate-of';
import { Unknown, type Values } from '../../../lib/core/unknown';
import { complete, judged } from '../../core/estates';

const fixes = (code: string, ...entries: readonly Entry[]): string[] =>
  judged(complete(...entries))
    .findings.filter((finding) => finding.code === code)
    .map(({ fix }) => fix);
const on = (store: Values, ...disks: readonly Values[]): readonly Entry[] => [
  cpool(),
  datastore(store),
  policy(),
  vm('a', { disks: disks.map((each, index) => disk({ name: `d${index}`, ...each })) }),
];

test('another class is a new datastore', () => {
  for (const [code, iops] of [
    ['STORAGE-003', { reserved_iops: 751 }],
    ['STORAGE-011', { peak_iops: 751 }],
  ] as const)
    expect(fixes(code, ...on({ size_gib: 512 }, iops))).toEqual([
      'size_gib = 513, or a new datastore of class premium (a class cannot change in place)',
    ]);
});

test('where neither size nor class is enough, both are named together', () => {
  expect(fixes('STORAGE-003', ...on({ storage_class: 'essential', size_gib: 500 }, { reserved_iops: 100_000 }))).toEqual([
    'a new datastore of class premium and 34134 GiB (a class cannot change in place)',
  ]);
});

test('where no LUN gives so many, the disks are spread', () => {
  expect(fixes('STORAGE-003', ...on({}, { reserved_iops: 600_000 }, { reserved_iops: 600_000 }))).toEqual([
    'spread the disks over several datastores',
  ]);
});

describe('where a part of the sum is unknown, the fix says so', () => {
  const unknown = new Unknown(['var.size']);
  const soFar = (fix: string): string => `at least so far: ${fix}; \`socle check\` on the plan as JSON gives the whole sum`;

  test('a size in space', () => {
    const [known, part] = [on({ size_gib: 500 }, { size_gib: 501 }), on({ size_gib: 500 }, { size_gib: 501 }, { size_gib: unknown })];
    const [fix = ''] = fixes('STORAGE-006', ...known);
    expect(fix).toMatch(/^size_gib = \d+$/);
    expect(fixes('STORAGE-006', ...part)).toEqual([soFar(fix)]);
  });

  test('a size in IOPS', () => {
    const [fix = ''] = fixes('STORAGE-003', ...on({ size_gib: 512 }, { reserved_iops: 751 }));
    expect(fixes('STORAGE-003', ...on({ size_gib: 512 }, { reserved_iops: 751 }, { reserved_iops: unknown, size_gib: 1 }))).toEqual([soFar(fix)]);
  });

  test('memory and hosts', () => {
    const running = (...memory: readonly Values[string][]) => [
      cpool({ host_count: 2, memory_gib: 768 }),
      datastore({ size_gib: 8192 }),
      policy(),
      ...memory.map((memory_gib, index) => vm(`v${index}`, { memory_gib })),
    ];
    for (const [code, ...memory] of [
      ['COMPUTE-007', 300, 300, 200],
      ['COMPUTE-006', 350, 320],
      ['PLACEMENT-001', 193, 193, 193],
    ] as const) {
      const [fix = ''] = fixes(code, ...running(...memory));
      expect(fixes(code, ...running(...memory, unknown))).toEqual([soFar(fix)]);
    }
  });

  test('the target of copies', () => {
    const copied = (...disks: readonly Values[]): readonly Entry[] => [
      ...on({ size_gib: 8192 }, ...disks),
      cpool({ name: 'standby', availability_zone: 'th3s' }),
      target(),
      replication(),
    ];
    const other = vm('b', { disks: [disk({ datastore_id: new Unknown(['module.x']) })] });
    const [fix = ''] = fixes('REPLICATION-023', ...copied({ size_gib: 1025 }));
    expect(fix).toContain(' on tenants/main/datastores/');
    expect(fixes('REPLICATION-023', ...copied({ size_gib: 1025 }), other)).toEqual([soFar(fix)]);
  });

  test('what names no number stands', () => {
    expect(fixes('STORAGE-003', ...on({}, { reserved_iops: 600_000 }, { reserved_iops: 600_000 }, { reserved_iops: unknown }))).toEqual([
      'spread the disks over several datastores',
    ]);
  });
});

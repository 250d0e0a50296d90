/** How a drill is told: as text as wide as the terminal, and as Markdown. */
import type { DrillReport, Recovery } from '../../lib/core/drill';
import { drillMarkdown } from '../../lib/review/drill-markdown';
import { drillText } from '../../lib/review/drill-text';
import { span } from '../../lib/review/drill-words';
import { type Paint, plain } from '../../lib/review/paint';

const id = (name: string): string => `tenants/main/virtual-machines/${name}`;

const recovery = (name: string, values: Partial<Recovery> = {}): Recovery => ({
  resource: id(name),
  priority: 1,
  outcome: 'recovered',
  reason: null,
  by: ['tenants/main/global-mirror-luns/gm1'],
  runs_in: 'tenants/main/cpools/dr',
  consistent_at: '2026-03-01T01:57:00.000Z',
  rpo_minutes: 3,
  rpo_objective_minutes: 15,
  running_at: '2026-03-01T03:05:00.000Z',
  rto_minutes: 65,
  rto_objective_minutes: 240,
  promise: {
    service: 'Global Mirror',
    rpo_minutes: 15,
    rto_minutes: 240,
    kept: true,
  },
  last_backup_at: '2026-02-28T02:00:00.000Z',
  backup_rpo_minutes: 1440,
  missing_networks: [],
  misses: [],
  ...values,
});

const nowhere = {
  by: [],
  runs_in: null,
  consistent_at: null,
  rpo_minutes: null,
  running_at: null,
  rto_minutes: null,
  promise: null,
} as const;

const report = (values: Partial<DrillReport> = {}): DrillReport => ({
  version: 1,
  plan: 'tenants/main/recovery-plans/pra',
  lost: { kind: 'zone', target: { zone: 'par7s' } },
  began_at: '2026-02-28T14:00:00.000Z',
  lost_at: '2026-03-01T02:00:00.000Z',
  ended_at: '2026-03-01T03:05:00.000Z',
  verdict: 'missed',
  summary: {
    named: 3,
    recovered: 2,
    unaffected: 0,
    misses: 2,
    left_behind: 1,
    rpo_minutes: 90,
    rto_minutes: 65,
    estimated_rpo_minutes: 60,
    estimated_rto_minutes: 65,
  },
  recoveries: [
    recovery('db'),
    recovery('files', {
      priority: 2,
      rpo_minutes: 90,
      rpo_objective_minutes: 60,
      promise: {
        service: 'VM replication',
        rpo_minutes: 60,
        rto_minutes: 15,
        kept: false,
      },
      misses: ['rpo'],
    }),
    recovery('app', {
      ...nowhere,
      outcome: 'down',
      reason: 'tenants/main/cpools/dr has 8 GiB of memory left',
      misses: ['recovery', 'rpo', 'rto'],
    }),
  ],
  left_behind: [
    recovery('lone', {
      ...nowhere,
      priority: null,
      outcome: 'left_behind',
      reason: 'no group of the plan names it: only a restore brings it back',
      rpo_objective_minutes: null,
      rto_objective_minutes: null,
    }),
  ],
  mechanisms: [],
  timeline: [
    {
      at: '2026-03-01T02:00:00.000Z',
      what: 'zone par7s is lost',
      resource: null,
    },
    { at: '2026-03-01T03:00:00.000Z', what: 'started', resource: id('db') },
    { at: '2026-03-01T03:00:00.000Z', what: 'started', resource: id('app') },
    {
      at: '2026-03-01T03:05:00.000Z',
      what: 'runs in tenants/main/cpools/dr',
      resource: id('db'),
    },
  ],
  production: { hash: '0123456789abcdef', afterwards: 'unchanged' },
  ...values,
});

const text = (width: number, paint: Paint = plain, values: Partial<DrillReport> = {}): string => drillText(report(values), { paint, width });

test('the text of a drill', () => {
  expect(text(100)).toMatchInlineSnapshot(`
    "tenants/main/recovery-plans/pra
    zone par7s is lost on 2026-03-01 02:00:00 UTC

         VM     outcome             RPO  within         RTO  within  by              backup is
      1  db     recovered         3 min  15 min  1 h 05 min     4 h  Global Mirror   1 d old
      2  files  recovered    1 h 30 min     1 h  1 h 05 min     4 h  VM replication  1 d old
         VM replication promises 1 h and 15 min; here 1 h 30 min and 1 h 05 min
      1  app    down                  -  15 min           -     4 h  -               1 d old
         tenants/main/cpools/dr has 8 GiB of memory left
      -  lone   left behind           -       -           -       -  -               1 d old
         no group of the plan names it: only a restore brings it back

       +0:00:00  zone par7s is lost
       +1:00:00  db, app: started
       +1:05:00  db: runs in tenants/main/cpools/dr

    missed  2 of 3 lost VMs of the plan are recovered, the last after 1 h 05 min, with 1 h 30 min of
            writes lost at most; 1 is left behind; 2 miss what the plan or an objective asks; the plan
            had estimated 1 h 05 min
    production is unchanged (0123456789ab)
    "
  `);
});

test('a narrow terminal goes without the last columns, and no line is longer than it', () => {
  const lines = text(72).split('\n');
  expect(lines.filter((line) => line.length > 72)).toEqual([]);
  expect(lines.some((line) => line.includes('backup is'))).toBe(false);
  expect(text(120)).toContain('backup is');
});

test('what is missed is red on a terminal, and nothing is coloured elsewhere', () => {
  const marked: Paint = { ...plain, red: (words) => `<${words.trim()}>` };
  const line = (name: string): string =>
    text(100, marked)
      .split('\n')
      .find((each) => each.includes(`  ${name}`)) ?? '';
  expect(line('files')).toContain('<1 h 30 min>');
  expect(line('app')).toContain('<down>');
  expect(line('db')).not.toContain('<');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is looked for.
  expect(text(100)).not.toMatch(/\u001b/);
});

test('the Markdown of a drill', () => {
  expect(drillMarkdown(report())).toMatchInlineSnapshot(`
    "### Drill: \`tenants/main/recovery-plans/pra\`, objectives **missed**

    zone par7s is lost on 2026-03-01 02:00:00 UTC: 2 of 3 lost VMs of the plan are recovered, the last after 1 h 05 min, with 1 h 30 min of writes lost at most; 1 is left behind; 2 miss what the plan or an objective asks.

    | priority | VM | outcome | RPO | within | RTO | within | by | last backup |
    |---:|---|---|---:|---:|---:|---:|---|---:|
    | 1 | \`db\` | recovered | 3 min | 15 min | 1 h 05 min | 4 h | Global Mirror | 1 d old |
    | 2 | \`files\` | recovered | **1 h 30 min** | 1 h | 1 h 05 min | 4 h | VM replication | 1 d old |
    | 1 | \`app\` | **down** | **-** | 15 min | **-** | 4 h | - | 1 d old |
    | - | \`lone\` | left behind | - | - | - | - | - | 1 d old |

    - \`files\`: VM replication promises 1 h and 15 min; here 1 h 30 min and 1 h 05 min
    - \`app\`: tenants/main/cpools/dr has 8 GiB of memory left
    - \`lone\`: no group of the plan names it: only a restore brings it back

    <details><summary>Time line</summary>

    - \`+0:00:00\` zone par7s is lost
    - \`+1:00:00\` db, app: started
    - \`+1:05:00\` db: runs in tenants/main/cpools/dr

    </details>

    production is unchanged (0123456789ab).
    "
  `);
});

test('names and reasons are no markup, and move no cursor', () => {
  const hostile = {
    recoveries: [
      recovery('a|b`\u001b[2J', {
        ...nowhere,
        outcome: 'down',
        reason: '<img src=x> | \u001b[31mred',
      }),
    ],
    left_behind: [],
  };
  const markdown = drillMarkdown(report(hostile));
  expect(markdown).not.toMatch(/[^\\]<img/);
  expect(markdown).not.toContain('\u001b');
  expect(text(100, plain, hostile)).not.toContain('\u001b');
});

test('a platform that others changed meanwhile is told of', () => {
  const production = { hash: '0', afterwards: 'changed_by_others' } as const;
  expect(text(100, plain, { production })).toContain('changed by others');
});

test.each([
  [null, '-'],
  [0, '0 min'],
  [59, '59 min'],
  [60, '1 h'],
  [65, '1 h 05 min'],
  [1439, '23 h 59 min'],
  [1440, '1 d'],
  [1565, '1 d 2 h 5 min'],
])('%s minutes are %s', (minutes, words) => expect(span(minutes)).toBe(words));

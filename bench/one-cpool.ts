/** Many VMs that share one Cpool and one datastore: each is judged by its neighbourhood, and there everything is one neighbourhood. */
import { behaviours } from '../lib/catalogue/behaviours';
import { catalogue } from '../lib/catalogue/complete';
import { defaultWorld } from '../lib/catalogue/facts/default-world';
import { type Entry, resourceOf } from '../lib/core/estate-of';
import { memoryStore } from '../lib/platform/memory-store';
import { createPlatform } from '../lib/platform/platform';
import { Acceptance } from '../lib/provider/acceptance';
import { PlanSoFar } from '../lib/provider/plan-so-far';
import { type Measure, seconds, timed } from './measure';

const TARGET_MS = 2000;
const TODAY = '2026-01-01';
const id = (collection: string, name: string): string => `tenants/main/${collection}/${name}`;
const contact = { name: 'Ops', email: 'ops@example.org', phone: '+33100000000' };

const entriesOf = (vms: number): Entry[] => [
  { type: 'backup_policy', values: { name: 'nightly', availability_zone: 'th3s', keep_daily: 7, contact } },
  { type: 'cpool', values: { name: 'c', availability_zone: 'par7s', blade_class: 'standard-v3', host_count: 32, memory_gib: 12_288 } },
  {
    type: 'datastore',
    values: { name: 'd', availability_zone: 'par7s', storage_class: 'premium', size_gib: 61_440, cpool_ids: [id('cpools', 'c')] },
  },
  ...Array.from({ length: vms }, (_, index) => ({
    type: 'virtual_machine',
    values: {
      name: `v${index}`,
      cpool_id: id('cpools', 'c'),
      vcpus: 1,
      memory_gib: 4,
      disks: [{ name: 'system', size_gib: 20, datastore_id: id('datastores', 'd') }],
      backup_policy_ids: [id('backup-policies', 'nightly')],
    },
  })),
];

async function planned(vms: number): Promise<void> {
  const plan = new PlanSoFar(catalogue, new Acceptance([], () => TODAY, { info: () => undefined }));
  const given = { edition: 'seeds', asOf: TODAY, world: undefined };
  for (const entry of entriesOf(vms)) plan.keep(resourceOf(catalogue, entry, { edition: 'seeds', tenant: 'main' }), 'create', given);
}

async function created(vms: number): Promise<void> {
  const clock = { now: () => Date.parse(TODAY) };
  const platform = await createPlatform({ catalogue, behaviours, store: memoryStore(), clock, random: () => 0.5, edition: 'seeds', defaultWorld });
  for (const { type, values } of entriesOf(vms)) await platform.dispatch({ kind: 'create', type, values });
  await platform.close();
}

const growing = (name: string, work: (vms: number) => Promise<void>): Measure => ({
  name: `${name} 1,600 VMs that share one Cpool and one datastore, in process`,
  target: `≤ ${seconds(TARGET_MS)}, growth about linear`,
  run: async ({ smoke }) => {
    const sizes = smoke ? [100] : [400, 800, 1600];
    const results: { readonly vms: number; readonly ms: number }[] = [];
    for (const vms of sizes) results.push({ vms, ms: await timed(() => work(vms)) });
    const ms = results.at(-1)?.ms ?? 0;
    return { value: seconds(ms), reached: ms <= TARGET_MS, detail: results.map((result) => `${result.vms}: ${Math.round(result.ms)} ms`).join(', ') };
  },
});

export const oneCpool: readonly Measure[] = [growing('planning', planned), growing('creating', created)];

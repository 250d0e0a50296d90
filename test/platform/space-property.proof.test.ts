/** Whatever happens to thin disks, snapshots, power, sizes and zones: no datastore holds more than it has, and who waits for room goes on. */
import fc from 'fast-check';
import { cpool, DATASTORE, datastore, disk, policy, vm } from '../../lib/catalogue/facts/example-estates';
import { Refusal } from '../../lib/core/command';
import { HOUR_MS } from '../../lib/core/virtual-time';
import { memoryStore } from '../../lib/platform/memory-store';
import type { Platform } from '../../lib/platform/platform';
import { change, create, openPlatform, remove } from './open-platform';
import { idOf } from './space-ground';

const OTHER = 'tenants/main/datastores/other';
const names = ['a', 'b', 'c'] as const;
const name = fc.constantFrom(...names);
const provisioning = fc.constantFrom('thick', 'thin');
const where = fc.constantFrom(DATASTORE, OTHER);

const deed = fc.oneof(
  fc.record({
    does: fc.constant('create' as const),
    name,
    provisioning,
    where,
    size: fc.integer({ min: 1, max: 400 }),
    rate: fc.integer({ min: 0, max: 100 }),
  }),
  fc.record({ does: fc.constant('delete' as const), name }),
  fc.record({ does: fc.constant('power' as const), name, power: fc.constantFrom('on', 'off') }),
  fc.record({ does: fc.constant('move' as const), name, where }),
  fc.record({ does: fc.constant('rate' as const), name, rate: fc.integer({ min: 0, max: 100 }) }),
  fc.record({ does: fc.constant('snapshot' as const), name, as: fc.constantFrom('s', 't') }),
  fc.record({ does: fc.constant('close' as const), as: fc.constantFrom('s', 't') }),
  fc.record({ does: fc.constant('grow' as const), where, by: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ does: fc.constant('zone' as const), hours: fc.integer({ min: 1, max: 48 }) }),
  fc.record({ does: fc.constant('advance' as const), hours: fc.integer({ min: 0, max: 240 }) }),
);
type Done = typeof deed extends fc.Arbitrary<infer T> ? T : never;

async function carryOut(platform: Platform, done: Done): Promise<unknown> {
  switch (done.does) {
    case 'create': {
      const disks = [{ ...disk({ size_gib: done.size, provisioning: done.provisioning }), datastore_id: done.where }];
      return create(platform, vm(done.name, { memory_gib: 16, change_rate_percent_per_day: done.rate, disks }));
    }
    case 'delete':
      return remove(platform, 'virtual_machine', idOf(done.name));
    case 'power':
      return change(platform, idOf(done.name), { power_state: done.power });
    case 'rate':
      return change(platform, idOf(done.name), { change_rate_percent_per_day: done.rate });
    case 'move': {
      const [first] = ((await platform.get(idOf(done.name)))?.values['disks'] ?? []) as readonly object[];
      return first && change(platform, idOf(done.name), { disks: [{ ...first, datastore_id: done.where }] });
    }
    case 'snapshot':
      return create(platform, { type: 'snapshot', values: { name: done.as, virtual_machine_id: idOf(done.name) } });
    case 'close':
      return remove(platform, 'snapshot', `tenants/main/snapshots/${done.as}`);
    case 'grow':
      return change(platform, done.where, { size_gib: Number((await platform.get(done.where))?.values['size_gib']) + done.by });
    case 'zone':
      return platform.strike({ kind: 'zone', target: { zone: 'par7s' }, for_seconds: done.hours * 3600 });
    case 'advance':
      return platform.advance(done.hours * HOUR_MS);
  }
}

/** What is refused changes nothing, and what does not exist is not changed. */
async function tried(platform: Platform, done: Done): Promise<void> {
  try {
    await carryOut(platform, done);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** GiB that are free on a datastore, counted anew from what stands and what is remembered. */
async function counted(platform: Platform, id: string): Promise<number> {
  const rows = [...(await platform.contents()).rows];
  const advanced = Number(rows.find(({ type }) => type === '.clock')?.values['advanced'] ?? 0);
  let free = Number(rows.find((row) => row.id === id)?.values['size_gib']);
  for (const { type, values, runtime } of rows) {
    if (type !== 'virtual_machine') continue;
    const disks = values['disks'] as readonly { name: string; datastore_id: string; size_gib: number; provisioning: string }[];
    for (const each of disks) if (each.datastore_id === id && each.provisioning === 'thick') free -= each.size_gib;
    if (values['power_state'] === 'on' && disks[0]?.datastore_id === id) free -= Number(values['swap_gib']);
    const written = runtime?.['written'] as Written | undefined;
    for (const growing of [written?.thin ?? {}, ...(written?.deltas ?? []).map((delta) => delta.disks)].flatMap((each) => Object.values(each)))
      if (growing.datastore_id === id)
        free -= Math.min(growing.most_gib, growing.used_gib + (growing.gib_per_day * (advanced - (written?.at ?? 0))) / (24 * HOUR_MS));
  }
  return free;
}

type Growing = Record<string, { datastore_id: string; used_gib: number; gib_per_day: number; most_gib: number }>;
type Written = { readonly at: number; readonly thin: Growing; readonly deltas: readonly { readonly disks: Growing }[] };

async function check(platform: Platform): Promise<void> {
  for (const id of [DATASTORE, OTHER]) {
    const free = await counted(platform, id);
    expect(free).toBeGreaterThan(-1e-6);
    expect((await platform.observe(id))['free_gib']).toBe(Math.max(0, Math.floor(free + 1e-6)));
    for (const each of names) {
      const { state, state_reason: reason } = await platform.observe(idOf(each));
      // Who waits for this datastore waits because there is no room.
      if (state === 'frozen' && String(reason).startsWith(`${id} is full`)) expect(free).toBeLessThan(1);
    }
  }
}

test('the sums agree after every step, no datastore is overdrawn, and reopening changes nothing of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 5, maxLength: 25 }), async (deeds) => {
      const platform = await openPlatform();
      for (const entry of [cpool(), datastore({ size_gib: 500 }), datastore({ name: 'other', size_gib: 500 }), policy()])
        await create(platform, entry);
      for (const done of deeds) {
        await tried(platform, done);
        await check(platform);
      }
      const again = await openPlatform({ store: memoryStore(await platform.contents()) });
      for (const each of [platform, again]) await each.advance(100 * HOUR_MS);
      await check(again);
      expect(await again.hash()).toBe(await platform.hash());
    }),
    { numRuns: 60, seed: 20_260_301 },
  );
});

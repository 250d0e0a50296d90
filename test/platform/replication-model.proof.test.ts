/** Whatever happens to replications, their VMs, links and zones: a copy never holds what was not pushed, and pushes go on when they can. */
import fc from 'fast-check';
import { disk, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { REPLICATION, replication, standby, target } from '../../lib/catalogue/facts/example-replication';
import { Refusal } from '../../lib/core/command';
import type { FaultOrder } from '../../lib/core/fault';
import type { Values } from '../../lib/core/unknown';
import { HOUR_MS } from '../../lib/core/virtual-time';
import type { Platform } from '../../lib/platform/platform';
import { openStage } from './backup-stage';
import { change, create, remove } from './open-platform';

const OTHER = 'tenants/main/vm-replications/rb';
const datastore = (name: string): string => `tenants/main/datastores/${name}`;

type Step = (platform: Platform) => Promise<unknown>;

const ids = fc.constantFrom(REPLICATION, OTHER);
const writes = (values: Values) =>
  ids.map(
    (id): Step =>
      (platform) =>
        change(platform, id, values),
  );
const faults: fc.Arbitrary<FaultOrder> = fc.constantFrom(
  { kind: 'zone', target: { zone: 'th3s' } },
  { kind: 'zone', target: { zone: 'par7s' } },
  { kind: 'link', target: { zone: 'par7s', other_zone: 'th3s' } },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 3000 }).map(
      (minutes): Step =>
        (platform) =>
          platform.advance((minutes * HOUR_MS) / 60),
    ),
  },
  fc.boolean().chain((paused) => writes({ paused })),
  fc.integer({ min: 1, max: 24 }).chain((interval_hours) => writes({ interval_hours })),
  fc.constantFrom('dsr', 'dsr2').chain((name) => writes({ target_datastore_id: datastore(name) })),
  faults.map(
    (order): Step =>
      (platform) =>
        platform.strike(order),
  ),
  fc.constant<Step>(async (platform) => platform.mend((await platform.faults())[0]?.id ?? 'none')),
  fc.tuple(ids, fc.constantFrom('start_copy', 'stop_copy')).map(
    ([id, action]): Step =>
      (platform) =>
        platform.act({ type: 'vm_replication', id, action, input: {} }),
  ),
  fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom('on', 'off')).map(
    ([name, power_state]): Step =>
      (platform) =>
        change(platform, vmId(name), { power_state }),
  ),
  fc.constant<Step>((platform) => remove(platform, 'vm_replication', OTHER)),
  fc.constant<Step>((platform) => create(platform, replication({ name: 'rb', virtual_machine_id: vmId('b') }))),
  fc.constantFrom('manual', 'automatic').map(
    (mode): Step =>
      (platform) =>
        platform.setClock(mode === 'manual' ? 'manual' : 'automatic'),
  ),
);

/** When the copy of a replication is of, and since when it is there; null where there is none. */
interface Copy {
  readonly target: unknown;
  readonly incarnation: string;
  readonly taken: number | null;
  readonly pushed: number | null;
}

const timeIn = (value: unknown): number | null => (typeof value === 'string' ? Date.parse(value) : null);

async function check(platform: Platform, before: ReadonlyMap<string, Copy>): Promise<ReadonlyMap<string, Copy>> {
  const { now } = await platform.clock();
  const after = new Map<string, Copy>();
  for (const { id, values, incarnation } of await platform.list('vm_replication')) {
    const seen = await platform.observe(id);
    const copy: Copy = {
      target: values['target_datastore_id'],
      incarnation,
      taken: timeIn(seen['consistent_at']),
      pushed: timeIn(seen['last_push_at']),
    };
    expect(seen['state']).toBe(values['paused'] === true ? 'paused' : copy.taken === null ? 'initial_copy' : 'active');
    expect(copy.taken === null).toBe(copy.pushed === null);
    expect(copy.taken ?? 0).toBeLessThanOrEqual(copy.pushed ?? 0);
    expect(copy.pushed ?? 0).toBeLessThanOrEqual(now);
    const last = before.get(id);
    if (last?.incarnation === incarnation && last.target === copy.target) {
      expect(copy.taken ?? 0).toBeGreaterThanOrEqual(last.taken ?? 0);
      expect(copy.pushed ?? 0).toBeGreaterThanOrEqual(last.pushed ?? 0);
    }
    after.set(id, copy);
  }
  return after;
}

/** Everything is mended and goes on: within two days each copy is no older than its interval. */
async function checkItGoesOn(platform: Platform): Promise<void> {
  for (const { id } of await platform.faults()) await platform.mend(id);
  await platform.setClock('automatic');
  for (const { id } of await platform.list('vm_replication')) {
    await platform.act({ type: 'vm_replication', id, action: 'stop_copy', input: {} });
    await change(platform, id, { paused: false });
  }
  await platform.advance(60 * HOUR_MS);
  const { now } = await platform.clock();
  for (const { id, values } of await platform.list('vm_replication')) {
    const taken = timeIn((await platform.observe(id))['consistent_at']) ?? 0;
    expect(now - taken).toBeLessThanOrEqual(Number(values['interval_hours']) * HOUR_MS);
  }
}

test('a copy is never newer than now nor older than it was, and pushes go on when all is mended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const stage = await openStage();
      const { platform } = stage;
      await stage.create(standby(), target({ size_gib: 8192 }), target({ name: 'dsr2', size_gib: 8192 }), policy());
      for (const name of ['a', 'b']) await stage.create(vm(name, { disks: [disk({ size_gib: 2000 })] }));
      await stage.create(replication({ interval_hours: 2 }));
      let before: ReadonlyMap<string, Copy> = new Map();
      for (const each of steps) {
        await each(platform).catch((error: unknown) => {
          if (!(error instanceof Refusal)) throw error;
          expect(error.findings.length).toBeGreaterThan(0);
        });
        before = await check(platform, before);
      }
      await checkItGoesOn(platform);
      await platform.close();
    }),
    { numRuns: 40 },
  );
}, 60_000);

/**
 * A Cpool with a single affinity rule once searched its whole packing again for every VM that came, so that a thousand VMs
 * took minutes. Newcomers are laid beside those that stay now, and must come to lie where the whole packing lays them.
 */
import fc from 'fast-check';
import { CPOOL, cpool, datastore, policy, vm, vmId } from '../../lib/catalogue/facts/example-estates';
import { hostCapacity, place } from '../../lib/catalogue/facts/placement';
import { groupsOf, type PlacedVm, type Tie } from '../../lib/catalogue/facts/placement-groups';
import type { Platform } from '../../lib/platform/platform';
import { create, openPlatform } from './open-platform';

const POOL = { blade_class: 'standard-v3', host_count: 3, memory_gib: 1152, memory_overcommit_ratio: 1 };

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('vm' as const), memory_gib: fc.integer({ min: 20, max: 250 }), isOff: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('affinity' as const, 'anti_affinity' as const),
      of: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 3 }),
    }),
  },
);

async function hostsOf(platform: Platform, vms: readonly PlacedVm[]): Promise<Map<string, string>> {
  const seen = await Promise.all(vms.map(async ({ id }) => [id, (await platform.observe(id))['host_id']] as const));
  return new Map(seen.flatMap(([id, host]) => (typeof host === 'string' ? [[id, host] as const] : [])));
}

const isTaken = (platform: Platform, entry: Parameters<typeof create>[1]): Promise<boolean> =>
  create(platform, entry).then(
    () => true,
    () => false,
  );

test('a VM comes to lie where a packing of the whole Cpool lays it', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
      const platform = await openPlatform();
      for (const entry of [cpool(POOL), datastore(), policy()]) await create(platform, entry);
      const ids = (await platform.observe(CPOOL))['host_ids'] as readonly string[];
      const hosts = ids.map((id) => ({ ...hostCapacity(POOL), id }));
      const vms: PlacedVm[] = [];
      const ties: Tie[] = [];
      for (const [at, drawn] of steps.entries()) {
        const stay = await hostsOf(platform, vms);
        if (drawn.kind === 'vm') {
          const { memory_gib, isOff } = drawn;
          if (!(await isTaken(platform, vm(`v${at}`, { memory_gib, power_state: isOff && at % 3 === 0 ? 'off' : 'on' })))) continue;
          if (!isOff || at % 3 !== 0) vms.push({ id: vmId(`v${at}`), memory_gib, gpu_count: 0 });
        } else {
          const tie: Tie = {
            id: `tenants/main/affinity-rules/r${at}`,
            kind: drawn.kind,
            virtual_machine_ids: drawn.of.map((each) => vmId(`v${each}`)),
          };
          const values = { name: `r${at}`, cpool_id: CPOOL, kind: tie.kind, virtual_machine_ids: tie.virtual_machine_ids };
          if (!(await isTaken(platform, { type: 'affinity_rule', values }))) continue;
          ties.push(tie);
        }
        const whole = place({ groups: groupsOf(vms, ties), hosts, stay });
        expect(whole.outcome === 'fits' && [...whole.hostOf].sort()).toEqual([...(await hostsOf(platform, vms))].sort());
        compared++;
      }
      await platform.close();
    }),
    { numRuns: 150, seed: 3 },
  );
  expect(compared).toBeGreaterThan(500);
});

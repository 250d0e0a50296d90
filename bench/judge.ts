/** Judging grows linearly: ten times the VMs, about ten times the time. */
import { catalogue } from '../lib/catalogue/complete';
import { estateOf } from '../lib/core/estate-of';
import { judge } from '../lib/core/judge';
import { entriesOf, sizeOf } from './estates';
import { type Measure, median, seconds, timed } from './measure';

const TARGET_MS = 1000;
const TARGET_VMS = 10_000;

async function judged(vms: number, takes: number): Promise<number> {
  const estate = estateOf(catalogue, entriesOf(sizeOf(vms)), { edition: 'seeds', tenant: 'main', complete: true });
  return median(takes, () => timed(() => judge(estate, { edition: 'seeds', asOf: '2026-01-01' })));
}

export const judging: Measure = {
  name: 'judging 10,000 VMs / 200 Cpools / 1,000 datastores / 100 mirrors, all rules',
  target: '≤ 1 s, growth linear',
  run: async ({ smoke }) => {
    const sizes = smoke ? [300, 1000] : [1000, 3000, TARGET_VMS, 30_000];
    const before = process.memoryUsage().heapUsed;
    const results: { readonly vms: number; readonly ms: number }[] = [];
    for (const vms of sizes) results.push({ vms, ms: await judged(vms, 3) });
    const largest = results[results.length - 1] as { vms: number; ms: number };
    const at = results.find((result) => result.vms === TARGET_VMS) ?? largest;
    const memoryMib = Math.round((process.memoryUsage().heapUsed - before) / 2 ** 20);
    const perVm = results.map(({ vms, ms }) => `${vms}: ${Math.round(ms)} ms (${((ms * 1000) / vms).toFixed(0)} µs a VM)`).join(', ');
    return { value: seconds(at.ms), reached: at.ms <= TARGET_MS, detail: `${perVm}; heap grew by ${memoryMib} MiB` };
  },
};

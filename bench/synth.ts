/** What the rules cost a synthesis: the same program with rules and without, whole processes, in turn. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measure, middle, times } from './measure';

const TARGET = 1.15;
const TAKES = 5;

interface Take {
  readonly synthMs: number;
  readonly totalMs: number;
}

function take(vms: number, rules: 'on' | 'off', outdir: string): Take {
  const env = {
    ...process.env,
    SOCLE_BENCH_VMS: String(vms),
    SOCLE_BENCH_RULES: rules,
    SOCLE_BENCH_OUTDIR: join(outdir, rules),
    NODE_EXTRA_CA_CERTS: '',
  };
  return JSON.parse(execFileSync(process.execPath, [join(process.cwd(), 'bench/synth-program.js')], { env, encoding: 'utf8' })) as Take;
}

export const synthesis: Measure = {
  name: 'cdktf program of 1,000 VMs with rules, against the same program with rules off',
  target: `≤ ${TARGET} ×`,
  run: async ({ smoke }) => {
    const vms = smoke ? 50 : 1000;
    const outdir = mkdtempSync(join(tmpdir(), 'socle-bench-'));
    try {
      const on: number[] = [];
      const off: number[] = [];
      for (let i = 0; i < (smoke ? 1 : TAKES); i += 1) {
        off.push(take(vms, 'off', outdir).totalMs);
        on.push(take(vms, 'on', outdir).totalMs);
      }
      const ratio = middle(on) / middle(off);
      return {
        value: times(ratio),
        reached: ratio <= TARGET,
        detail: `${Math.round(middle(on))} ms with, ${Math.round(middle(off))} ms without, medians of whole processes`,
      };
    } finally {
      rmSync(outdir, { recursive: true, force: true });
    }
  },
};

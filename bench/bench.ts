/** `npm run bench`: every measure in one run, as a table, and in bench/RESULTS.md. `--smoke` runs small and writes nothing. */
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { judging } from './judge';
import { servedLoad } from './load';
import type { Measure, Outcome } from './measure';
import { oneCpool } from './one-cpool';
import { providerStart } from './provider-start';
import { durableWrites } from './store';
import { synthesis } from './synth';
import { applies, planOne } from './terraform';

const measures: readonly Measure[] = [synthesis, judging, ...oneCpool, providerStart, planOne, ...applies, ...durableWrites, servedLoad];

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function report(results: readonly { readonly measure: Measure; readonly outcome: Outcome }[]): string {
  const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform} ${process.arch}`;
  return [
    '# Results',
    '',
    `Machine: ${machine}. Each row was measured in one run of \`npm run bench\`.`,
    '',
    row(['what', 'target', 'measured', 'reached', 'numbers']),
    row(['---', '---', '---', '---', '---']),
    ...results.map(({ measure, outcome }) => row([measure.name, measure.target, outcome.value, outcome.reached ? 'yes' : 'no', outcome.detail])),
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  const smoke = process.argv.includes('--smoke');
  const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const results: { measure: Measure; outcome: Outcome }[] = [];
  for (const measure of measures) {
    if (only.length > 0 && !only.some((word) => measure.name.includes(word))) continue;
    process.stderr.write(`${measure.name} …\n`);
    results.push({ measure, outcome: await measure.run({ smoke }) });
  }
  const text = report(results);
  process.stdout.write(text);
  if (!smoke && only.length === 0) writeFileSync(join(process.cwd(), 'bench/RESULTS.md'), text);
  if (smoke) process.stdout.write(`${results.length} measures ran\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});

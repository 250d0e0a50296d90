/** Programs that fail to synthesise, run by Node itself: what they print, and how they end. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { newFolder } from './stacks';

/** A program that takes longer hangs. */
const RUN_MS_MAX = 20_000;

/** Runs a program, as an ES module or as CommonJS, in which `fail()` throws as a synthesis with findings does. */
function run(file: 'main.mjs' | 'main.cjs', program: string): { readonly code: number | null; readonly text: string } {
  const folder = newFolder();
  const { code } = transformFileSync(join(__dirname, '../../constructs/findings/end-quietly.ts'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  writeFileSync(join(folder, 'end-quietly.cjs'), code);
  const name = `{ endQuietly }`;
  const loading = file === 'main.mjs' ? `import ${name} from './end-quietly.cjs';` : `const ${name} = require('./end-quietly.cjs');`;
  const failing = `const fail = () => { const failure = new Error('the findings'); failure.stack = failure.message; throw endQuietly(failure); };`;
  writeFileSync(join(folder, file), [loading, failing, program].join('\n'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, file)], { encoding: 'utf8', timeout: RUN_MS_MAX });
  return { code: status, text: stdout + stderr };
}

// An ES module printed `node:internal/modules/run_main:123` above its findings, and every program `Node.js v20` below them.
test('a program that lets its failure pass prints the findings alone and ends with 1', () => {
  const quiet = { code: 1, text: 'the findings\n' };
  expect(run('main.cjs', `fail(); console.log('not reached');`)).toEqual(quiet);
  expect(run('main.mjs', `await undefined; fail(); console.log('not reached');`)).toEqual(quiet);
  expect(run('main.cjs', `setTimeout(async () => fail(), 1);`)).toEqual(quiet);
});

test('a program that catches it goes on, and what fails later is told as Node tells it', () => {
  expect(run('main.cjs', `try { fail(); } catch { console.log('caught'); }`)).toEqual({ code: 0, text: 'caught\n' });
  const later = run('main.mjs', `try { fail(); } catch { setTimeout(() => { throw new Error('later'); }, 1); }`);
  expect(later).toMatchObject({ code: 1, text: expect.stringMatching(/Error: later\n {4}at /) });
  expect(run('main.cjs', `try { fail(); } catch { throw new Error('instead'); }`).text).toMatch(/Error: instead\n {4}at /);
});

test('a program that listens for uncaught errors itself is the one that hears of it', () => {
  const listening = `process.on('uncaughtException', (error) => console.log('heard', error.message)); fail();`;
  expect(run('main.cjs', listening)).toEqual({ code: 0, text: 'heard the findings\n' });
});

/** `npm start`: the main job on the example bank, and the loss of a zone on the insurer. */
import { join } from 'node:path';
import { startJob } from './start-job';
import { StepFailed, stopRunning } from './start-steps';

const INTERRUPTED = 130;
const { stdout, env } = process;

process.on('SIGINT', () => {
  stopRunning();
  process.exitCode = INTERRUPTED;
});

const started = performance.now();
startJob({
  root: join(__dirname, '../..'),
  example: 'bank',
  terminal: {
    out: (text) => void stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colours: stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '',
    width: stdout.columns ?? 80,
    env,
    now: () => new Date(),
  },
}).then(
  () => stdout.write(`\ndone in ${((performance.now() - started) / 1000).toFixed(1)} s. Next: README.md, "Your first finding"; npx socle --help\n`),
  (error: unknown) => {
    const text = error instanceof StepFailed ? `${error.title} failed:\n${error.output}` : String(error instanceof Error ? error.message : error);
    process.stderr.write(`\n${text}\n`);
    process.exitCode ??= 1;
  },
);

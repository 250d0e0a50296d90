#!/usr/bin/env node
/** The `socle` command. */
import { main } from './cli-main';

/** Columns where the output is no terminal. */
const PLAIN_WIDTH = 80;

// A reader that has seen enough (`socle explain | head`) closes the pipe; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { stdout, env } = process;
const colours = stdout.isTTY === true && env['TERM'] !== 'dumb' && (env['NO_COLOR'] ?? '') === '';

main(process.argv.slice(2), {
  out: (text) => void stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colours,
  width: stdout.columns ?? PLAIN_WIDTH,
  env,
  now: () => new Date(),
}).then((exit) => {
  process.exitCode = exit;
});

/**
 * Builds what is generated or bundled; each step runs again only when what it reads has changed.
 * `node lib/build/build.js` builds all, `node lib/build/build.js validators proto` only the named steps.
 */
const { createHash } = require('node:crypto');
const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '../..');
const steps = require('./steps');

function filesUnder(path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [full];
  return readdirSync(full)
    .filter((name) => name !== 'generated' && name !== 'node_modules' && name !== 'cdktf.out' && name !== 'dist')
    .flatMap((name) => filesUnder(relative(root, join(full, name))));
}

function stampOf(step) {
  const hash = createHash('sha256').update(process.version);
  for (const path of ['package-lock.json', 'lib/build', ...step.reads])
    for (const file of filesUnder(path).sort()) hash.update(relative(root, file)).update(readFileSync(file));
  return hash.digest('hex');
}

const wanted = process.argv.slice(2);
const stamps = join(root, 'dist/.stamps');
mkdirSync(stamps, { recursive: true });
for (const step of steps) {
  if (wanted.length > 0 ? !wanted.includes(step.name) : step.onDemand) continue;
  const file = join(stamps, step.name);
  const stamp = stampOf(step);
  if (existsSync(file) && readFileSync(file, 'utf8') === stamp && step.writes.every((path) => existsSync(join(root, path)))) continue;
  const started = Date.now();
  step.run({
    root,
    node: (args, env = {}) =>
      execFileSync(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } }),
  });
  writeFileSync(file, stamp);
  console.log(`built ${step.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

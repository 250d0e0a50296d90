/**
 * Gets a fresh clone ready: installs the packages of package-lock.json and builds what is generated or bundled.
 * Every `npm start`, `npm test` and `npm run …` calls it; where nothing has changed it ends at once.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const NODE_FLOOR = 20;
const root = join(__dirname, '../..');

function stop(message) {
  console.error(message);
  process.exit(1);
}

function run(command, args, failure) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) stop(failure);
}

if (Number(process.versions.node.split('.')[0]) < NODE_FLOOR) stop(`Socle needs Node ${NODE_FLOOR} or newer; this is ${process.version}.`);

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = join(root, 'node_modules/.socle-lock');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  console.log('installing packages (once) …');
  const started = Date.now();
  run(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    'npm could not install the packages; its message stands above.',
  );
  writeFileSync(installed, lock);
  console.log(`installed packages (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
run(process.execPath, [join(__dirname, 'build.js')], 'the build failed; its message stands above.');

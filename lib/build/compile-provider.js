/** Build step: what V8 makes of the provider's bundle once the provider has said its handshake and is loaded. */
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** Time in which the provider loads, in milliseconds; what is not loaded by then is compiled at its first use. */
const LOADING_MS = 1000;

const [folder] = process.argv.slice(2);
const filename = join(folder, 'provider.js');
process.env.TF_PLUGIN_MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
process.env.PLUGIN_PROTOCOL_VERSIONS = '6';
// The handshake line is for Terraform, not for the person who builds.
process.stdout.write = () => true;
const script = new Script(readFileSync(filename, 'utf8'), { filename });
script.runInThisContext()(exports, require, module, filename, folder);
setTimeout(() => {
  writeFileSync(join(folder, 'provider.cache'), script.createCachedData());
  process.kill(process.pid, 'SIGTERM');
}, LOADING_MS);

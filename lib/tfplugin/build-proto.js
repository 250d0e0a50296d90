/** Generates the static protobuf code: `node lib/tfplugin/build-proto.js`. */
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');
const pbjs = require('protobufjs-cli/pbjs');

const out = join(__dirname, 'generated');
mkdirSync(out, { recursive: true });
const leaveOut = ['create', 'verify', 'convert', 'delimited', 'typeurl', 'service'].map((part) => `--no-${part}`);
const options = ['--target', 'static-module', '--wrap', 'commonjs', '--dts', '--force-number', ...leaveOut];
pbjs.main([...options, '--out', join(out, 'tfplugin6.js'), join(__dirname, 'tfplugin6.proto')], (error) => {
  if (error) throw error;
});

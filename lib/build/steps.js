/** The build steps in their order: what each reads (its stamp), what it writes, and how. */
const { join } = require('node:path');

/** Bundles a TypeScript build step and runs it. */
function runTypeScript({ root, node }, file, env) {
  const outfile = join(root, 'dist/.build', `${file.replace(/\W/g, '-')}.js`);
  require('esbuild').buildSync({
    entryPoints: [join(root, file)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  node([outfile], env);
}

module.exports = [
  {
    name: 'proto',
    reads: ['lib/tfplugin/tfplugin6.proto', 'lib/tfplugin/build-proto.js'],
    writes: ['lib/tfplugin/generated'],
    run: ({ node }) => node(['lib/tfplugin/build-proto.js']),
  },
  {
    name: 'validators',
    reads: ['lib/core', 'lib/catalogue'],
    writes: ['lib/catalogue/generated/validators.js'],
    run: (tools) => runTypeScript(tools, 'lib/build/validators.ts'),
  },
  {
    name: 'l1',
    reads: ['package.json', 'lib/core', 'lib/catalogue'],
    writes: ['constructs/generated/providers/socle/index.js'],
    // The generator asks terraform for its version, and terraform complains of a configuration file that does not exist.
    run: (tools) => runTypeScript(tools, 'lib/build/l1.ts', { TF_CLI_CONFIG_FILE: '' }),
  },
];

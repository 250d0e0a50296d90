/** The build steps in their order: what each reads (its stamp), what it writes, and how. */
const { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');

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

/** The package that `require('socle')` finds: constructs and what they need of lib, as JavaScript with declarations. */
function compileConstructs({ root, node }) {
  node([join(dirname(require.resolve('typescript/package.json')), 'bin/tsc'), '-p', 'lib/build/tsconfig.constructs.json']);
  for (const generated of ['constructs/generated', 'lib/catalogue/generated'])
    cpSync(join(root, generated), join(root, 'dist', generated), { recursive: true });
}

/** Examples that are programs; one is plain HCL. */
const exampleNames = readdirSync(join(__dirname, '../../examples')).filter((name) => existsSync(join(__dirname, '../../examples', name, 'main.ts')));

/** Each example becomes one file beside its source, with a source map, so that findings lead to the TypeScript. */
function compileExamples({ root }) {
  for (const name of exampleNames) {
    require('esbuild').buildSync({
      entryPoints: [join(root, 'examples', name, 'main.ts')],
      outfile: join(root, 'examples', name, 'dist/main.js'),
      bundle: true,
      platform: 'node',
      target: 'node20',
      packages: 'external',
      // Without the project's paths: an example finds the package by its name, as its users do.
      tsconfigRaw: '{}',
      sourcemap: true,
      logLevel: 'warning',
    });
  }
}

/**
 * The provider as Terraform starts it: a launcher, and the bundle with its compiled code. The store's native file cannot be
 * bundled, so its package stands beside, as regular files, with what this platform needs of it.
 */
function bundleProvider({ root, node }) {
  const built = join(root, 'dist/provider');
  // Made aside, so that whoever starts a provider meanwhile finds the old one or the new one.
  const folder = join(root, 'dist/.build/provider');
  const launcher = join(folder, 'terraform-provider-socle');
  rmSync(folder, { recursive: true, force: true });
  const bundle = (entry, outfile, more) =>
    require('esbuild').buildSync({
      entryPoints: [join(root, entry)],
      outfile,
      bundle: true,
      minify: true,
      keepNames: true,
      platform: 'node',
      target: 'node20',
      external: ['@photostructure/sqlite'],
      logLevel: 'warning',
      ...more,
    });
  // The wrapper of a CommonJS module, so that file and compiled code are of one text.
  const wrapper = { banner: { js: '(function (exports, require, module, __filename, __dirname) {' }, footer: { js: '})' } };
  bundle('lib/bin/terraform-provider.ts', join(folder, 'provider.js'), wrapper);
  bundle('lib/bin/launch-provider.ts', launcher, { banner: { js: '#!/usr/bin/env node' } });
  chmodSync(launcher, 0o755);
  const native = `prebuilds/${process.platform}-${process.arch}`;
  const parts = {
    '@photostructure/sqlite': ['package.json', 'LICENSE', 'dist/index.cjs', native],
    'node-gyp-build': ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'],
  };
  for (const [name, paths] of Object.entries(parts)) {
    for (const path of paths) {
      const target = join(folder, 'node_modules', name, path);
      mkdirSync(dirname(target), { recursive: true });
      cpSync(join(root, 'node_modules', name, path), target, { recursive: true });
    }
  }
  node(['lib/build/compile-provider.js', folder]);
  rmSync(built, { recursive: true, force: true });
  renameSync(folder, built);
}

/** One program as one file. What is not bundled is found beside the project. */
function bundle({ root }, entry, outfile, external = []) {
  require('esbuild').buildSync({
    entryPoints: [join(root, entry)],
    outfile: join(root, outfile),
    bundle: true,
    platform: 'node',
    target: 'node20',
    external,
    logLevel: 'warning',
  });
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
    name: 'provider',
    reads: ['lib/bin', 'lib/catalogue', 'lib/client', 'lib/core', 'lib/platform', 'lib/provider', 'lib/terraform', 'lib/tfplugin'],
    writes: ['dist/provider/terraform-provider-socle', 'dist/provider/provider.cache'],
    run: bundleProvider,
  },
  {
    name: 'cli',
    reads: ['lib/bin', 'lib/catalogue', 'lib/client', 'lib/core', 'lib/platform', 'lib/review', 'lib/terraform'],
    writes: ['dist/bin/socle.js'],
    run(tools) {
      bundle(tools, 'lib/bin/socle.ts', 'dist/bin/socle.js', ['@photostructure/sqlite', 'fastify', '@fastify/jwt', '@fastify/rate-limit']);
      chmodSync(join(tools.root, 'dist/bin/socle.js'), 0o755);
    },
  },
  {
    name: 'l1',
    reads: ['package.json', 'lib/core', 'lib/catalogue'],
    writes: ['constructs/generated/providers/socle/index.js'],
    // The generator asks terraform for its version; terraform complains of a configuration file that does not exist, and looks for news of itself.
    run: (tools) => runTypeScript(tools, 'lib/build/l1.ts', { TF_CLI_CONFIG_FILE: '', CHECKPOINT_DISABLE: '1' }),
  },
  {
    name: 'constructs',
    reads: ['tsconfig.json', 'constructs', 'lib/core', 'lib/catalogue', 'lib/terraform'],
    writes: ['dist/constructs/index.js', 'dist/constructs/generated', 'dist/lib/catalogue/generated/validators.js'],
    run: compileConstructs,
  },
  {
    name: 'docs',
    // Pages are committed: a build leaves them alone, and a test says when they are stale.
    onDemand: true,
    reads: ['lib/core', 'lib/catalogue', 'lib/review', 'docs/examples'],
    writes: ['docs/index.md'],
    run: (tools) => runTypeScript(tools, 'lib/build/docs.ts'),
  },
  {
    name: 'examples',
    reads: ['examples'],
    writes: exampleNames.map((name) => `examples/${name}/dist/main.js`),
    run: compileExamples,
  },
  { name: 'start', reads: ['lib/bin'], writes: ['dist/bin/start.js'], run: (tools) => bundle(tools, 'lib/bin/start.ts', 'dist/bin/start.js') },
  {
    name: 'bench',
    reads: ['bench', 'lib', 'constructs'],
    writes: ['dist/bench/bench.js'],
    run: (tools) => bundle(tools, 'bench/bench.ts', 'dist/bench/bench.js', ['@photostructure/sqlite', 'cdktf', 'constructs', 'socle']),
  },
];

/**
 * End to end: the real terraform binary, real processes, kills. Slower than `npm test`, and run beside it in .ci/run: on embedded
 * platforms, and with SOCLE_E2E=served on platforms that are served over HTTP, without the files that embedded-only.json names.
 * Proofs by many random cases run with the first.
 */
const { files } = require('./test/e2e/embedded-only.json');

const served = process.env['SOCLE_E2E'] === 'served';

module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.test.ts', ...(served ? [] : ['<rootDir>/test/**/*.proof.test.ts'])],
  testPathIgnorePatterns: ['/node_modules/', ...(served ? Object.keys(files) : [])],
  testTimeout: 300_000,
  // Each test runs several processes of its own.
  maxWorkers: 1,
};

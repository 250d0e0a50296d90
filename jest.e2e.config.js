/** End to end: the real terraform binary, real processes, kills. Slower than `npm test`, and run beside it in .ci/run. */
module.exports = {
  ...require('./jest.config.js'),
  testMatch: ['<rootDir>/test/e2e/**/*.e2e.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
};

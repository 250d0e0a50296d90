/** Unit tests run in this process; what needs the real terraform binary lives in test/e2e and runs with `npm run test:e2e`. */
module.exports = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  // Examples name the package as its users do; here it is its source.
  moduleNameMapper: { '^socle$': '<rootDir>/constructs/index.ts' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.socle/', '/cdktf.out/'],
  testTimeout: 20000,
};

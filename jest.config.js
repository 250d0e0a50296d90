/**
 * Unit tests run without other programs. What needs the real terraform binary lives in test/e2e, and proofs by many random cases
 * (`*.proof.test.ts`) stand beside what they prove: both run with `npm run test:e2e`.
 */
module.exports = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }] },
  // Examples name the package as its users do; here it is its source.
  moduleNameMapper: { '^socle$': '<rootDir>/constructs/index.ts' },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '\\.proof\\.test\\.ts$'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.socle/', '/cdktf.out/'],
  testTimeout: 20000,
  // By itself jest leaves one core to others, which on two cores is half of them.
  maxWorkers: '100%',
};

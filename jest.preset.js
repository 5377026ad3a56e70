const { join } = require('node:path');

// Every project tests its own sources, and its siblings' sources through the `porch-source` export condition,
// so that no build has to come before a test. swc strips the types; `npm run typecheck` checks them.
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['porch-source', 'node', 'require', 'default'] },
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  // What hangs is found by this; what is slow is no failure: the machine may be busy with everything else.
  testTimeout: 300_000,
  // Properties are tried with the same values each time: a run fails because of a change, not of chance.
  moduleNameMapper: { '^fast-check$': join(__dirname, 'tools/test/seeded-fast-check.cjs') },
  transform: {
    '^.+\\.(ts|mjs|js)$': [
      require.resolve('@swc/jest'),
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript', decorators: false }, keepClassNames: true },
        module: { type: 'commonjs', ignoreDynamic: false },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(jose)/)'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json', 'node'],
};

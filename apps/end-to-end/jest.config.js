// Programs start and git serves here: a test may take longer than a unit test, and never waits longer than this.
module.exports = {
  ...require('../../jest.preset.js'),
  displayName: 'end-to-end',
  rootDir: __dirname,
  testTimeout: 90_000,
};

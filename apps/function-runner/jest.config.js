module.exports = { ...require('../../jest.preset.js'), displayName: 'function-runner', rootDir: __dirname };

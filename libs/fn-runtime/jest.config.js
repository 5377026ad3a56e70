module.exports = { ...require('../../jest.preset.js'), displayName: 'fn-runtime', rootDir: __dirname };

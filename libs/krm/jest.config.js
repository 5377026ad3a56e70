module.exports = { ...require('../../jest.preset.js'), displayName: 'krm', rootDir: __dirname };

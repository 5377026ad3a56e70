module.exports = { ...require('../../jest.preset.js'), displayName: 'porchctl', rootDir: __dirname };

module.exports = { ...require('../../jest.preset.js'), displayName: 'starlark', rootDir: __dirname };

module.exports = { ...require('../../jest.preset.js'), displayName: 'end-to-end', rootDir: __dirname };

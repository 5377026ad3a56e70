module.exports = { ...require('../../jest.preset.js'), displayName: 'watcher', rootDir: __dirname };

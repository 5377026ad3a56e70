module.exports = { ...require('../../jest.preset.js'), displayName: 'task-handler', rootDir: __dirname };

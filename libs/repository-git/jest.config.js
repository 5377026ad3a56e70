module.exports = { ...require('../../jest.preset.js'), displayName: 'repository-git', rootDir: __dirname };

module.exports = { ...require('../../jest.preset.js'), displayName: 'functions', rootDir: __dirname };

const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { testTimeout } = require('./jest.preset.js');

// Every library and app that has a test configuration; named folders, since Jest refuses a pattern without a match.
const projects = ['libs', 'apps'].flatMap((parent) =>
  readdirSync(join(__dirname, parent))
    .map((name) => join(__dirname, parent, name))
    .filter((folder) => existsSync(join(folder, 'jest.config.js'))),
);

// Jest takes the timeout from here alone when it runs several projects.
module.exports = { projects, testTimeout };

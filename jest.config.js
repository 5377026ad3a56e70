const { existsSync, readdirSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { testTimeout } = require('./jest.preset.js');

// Every library and app that has a test configuration; named folders, since Jest refuses a pattern without a match.
const projects = ['libs', 'apps'].flatMap((parent) =>
  readdirSync(join(__dirname, parent))
    .map((name) => join(__dirname, parent, name))
    .filter((folder) => existsSync(join(folder, 'jest.config.js'))),
);

// Tests wait for other processes most of the time; more than this at once are more servers than a machine may have room for.
const MOST_WORKERS = 4;

// Jest takes the timeout from here alone when it runs several projects.
module.exports = { projects, testTimeout, maxWorkers: Math.min(availableParallelism(), MOST_WORKERS) };

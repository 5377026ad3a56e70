// fast-check as the tests get it: with one seed, which `PORCH_FAST_CHECK_SEED` changes, or leaves to chance as `random`.
// By its path, since its name is mapped to this file.
const fastCheck = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

const seed = process.env.PORCH_FAST_CHECK_SEED ?? '1';
if (seed !== 'random') fastCheck.configureGlobal({ ...fastCheck.readConfigureGlobal(), seed: Number(seed) });

module.exports = fastCheck;

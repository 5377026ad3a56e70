/* eslint-disable @typescript-eslint/no-require-imports -- what is required here is loaded when it is needed, not at start */
import type * as FnCommand from './fn/fn-command';
import type * as Main from './main';
import type * as PackageTools from './package/package-tools';

/** Everything that talks to a server; a bundle of its own (see build.mjs). */
export function loadMain(): typeof Main {
  return require('./main') as typeof Main;
}

/** Functions on local packages, with the whole function catalogue; a bundle of its own. */
export function loadFnCommand(): typeof FnCommand {
  return require('./fn/fn-command') as typeof FnCommand;
}

/** What looks into packages: YAML, merges, differences; a bundle of its own. */
export function loadPackageTools(): typeof PackageTools {
  return require('./package/package-tools') as typeof PackageTools;
}

/** porchctl's own version; `build.mjs` replaces the placeholder in the bundle, sources run as a development build. */
declare const PORCHCTL_VERSION: string | undefined;

export const VERSION = typeof PORCHCTL_VERSION === 'string' ? PORCHCTL_VERSION : 'dev';

import nodeModule from 'node:module';

/** Keeps compiled code between runs where Node can (22.8 and later): the second start needs no parsing. */
export function enableCompileCache(): void {
  (nodeModule as { enableCompileCache?: () => unknown }).enableCompileCache?.();
}

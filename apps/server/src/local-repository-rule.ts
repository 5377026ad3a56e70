import { type KubernetesObject } from '@porch/api';
import { type FieldCause } from '@porch/apiserver';
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What a server has against a Repository that names a directory of its machine: only those below the directories an
 * administrator allows may be used, links resolved, so that nobody reaches another's files through the server.
 */
export function localRepositoryRule(allowed: readonly string[]): (object: KubernetesObject) => readonly FieldCause[] {
  return (object) => {
    const url = ((object['spec'] as { git?: { repo?: unknown } } | undefined)?.git ?? {}).repo;
    if (typeof url !== 'string' || !/^file:/i.test(url)) return [];
    const path = localPathOf(url);
    if (path !== undefined && allowed.some((directory) => isBelow(resolved(directory), path))) return [];
    const message =
      'a local repository has to lie below `repositories` in the data directory of the server or below a directory ' +
      'given with --allow-local-repositories';
    return [{ field: 'spec.git.repo', reason: 'FieldValueForbidden', message: `Forbidden: ${message}` }];
  };
}

/** Where a `file:` address leads, links resolved; undefined for any other address. */
export function localPathOf(url: string): string | undefined {
  if (!/^file:/i.test(url)) return undefined;
  try {
    return resolved(fileURLToPath(url));
  } catch {
    return undefined;
  }
}

/** The path with links resolved, as far as it exists. */
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(resolved(parent), relative(parent, path));
  }
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}

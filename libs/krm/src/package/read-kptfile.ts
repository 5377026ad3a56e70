import { getField, isNull } from '../document/node-access';
import { parseYaml } from '../document/parse-yaml';
import type { YamlNode } from '../document/yaml-node';
import { mergeError } from '../merge/merge-error';
import { joinPath, KPTFILE, type PackageTree, textOf } from './package-files';

/** Contents are never changed in place, and a package's Kptfile is asked for many times in one merge. */
const parsed = new WeakMap<Uint8Array, YamlNode>();

/**
 * The root node of the Kptfile in a directory, undefined if it has none. Callers must not change it.
 *
 * @throws PorchError (Invalid) if it is not a YAML mapping.
 */
export function readKptfile(files: PackageTree, directory: string): YamlNode | undefined {
  const path = joinPath(directory, KPTFILE);
  const content = files.get(path);
  if (!content) return undefined;
  const known = parsed.get(content);
  if (known) return known;
  const root = parseRoot(path, content);
  if (root?.kind !== 'mapping') throw mergeError(`error reading Kptfile at "${path}": it is not a mapping`);
  parsed.set(content, root);
  return root;
}

function parseRoot(path: string, content: Uint8Array): YamlNode | undefined {
  try {
    return parseYaml(textOf(content), { file: path })[0]?.root;
  } catch (error) {
    throw mergeError(`error reading Kptfile at "${path}": ${(error as Error).message}`, error);
  }
}

/** Whether a Kptfile names an upstream, which makes its package a remote one. */
export function hasUpstream(kptfile: YamlNode | undefined): boolean {
  return !isNull(getField(kptfile, 'upstream'));
}

/** Whether a package names an upstream that was never fetched. */
export function isUnfetched(kptfile: YamlNode | undefined): boolean {
  return hasUpstream(kptfile) && isNull(getField(kptfile, 'upstreamLock'));
}

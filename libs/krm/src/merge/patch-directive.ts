import type { YamlNode } from '../document/yaml-node';
import { mergeError } from './merge-error';
import { getField, clearField } from '../document/node-access';

/** What a strategic merge patch wants done with the value it is laid over. */
export type PatchDirective = 'merge' | 'replace' | 'delete';

const DIRECTIVE_KEY = '$patch';

/**
 * Takes the `$patch` directive out of a patch: a field of a mapping, or an element of its own (`- $patch: replace`)
 * in a list. Without one the directive is to merge.
 *
 * @throws PorchError (Invalid) for an unknown directive and for a scalar, which cannot carry one.
 */
export function takePatchDirective(patch: YamlNode | undefined): PatchDirective {
  if (patch === undefined) return 'merge';
  if (patch.kind === 'mapping') {
    const directive = getField(patch, DIRECTIVE_KEY);
    if (!directive) return 'merge';
    const known = knownDirective(directive.value);
    clearField(patch, DIRECTIVE_KEY);
    return known;
  }
  if (patch.kind === 'sequence') {
    const carrier = patch.content.find((element) => getField(element, DIRECTIVE_KEY));
    if (!carrier || carrier.content.length > 2) return 'merge';
    const known = knownDirective(getField(carrier, DIRECTIVE_KEY)?.value ?? '');
    patch.content = patch.content.filter((element) => element !== carrier);
    return known;
  }
  throw mergeError(`no implemented strategic merge patch strategy for '${patch.kind}' ('${patch.value}')`);
}

function knownDirective(value: string): PatchDirective {
  if (value === 'merge' || value === 'replace' || value === 'delete') return value;
  throw mergeError(`unknown patch strategy '${value}'`);
}

import { KINDS } from '@porch/apiserver';
import { type ControlledKind } from '@porch/controllers';

/** The kinds that are kept in the store, as controllers know them; one entry for each, whatever its versions. */
export function controlledKinds(): readonly ControlledKind[] {
  const kinds = new Map<string, ControlledKind>();
  for (const { backing, plural, group, kind, namespaced } of KINDS) {
    if (backing !== 'store') continue;
    const resource = group === '' ? plural : `${plural}.${group}`;
    kinds.set(resource, { resource, group, kind, namespaced });
  }
  return [...kinds.values()];
}

import { type YamlNode } from '@porch/krm';
import { sortedStrings } from '../go-format';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { EntrySetter, type MutationTracker } from './scalar-setting';

export interface EntriesFilter {
  readonly entries: ReadonlyMap<string, string>;
  readonly fieldSpecs: readonly FieldSpec[];
  readonly track?: MutationTracker | undefined;
}

/** Sets labels or annotations in the maps the field specs name, keys in order (kustomize's labels and annotations filters). */
export function setEntries(objects: readonly YamlNode[], { entries, fieldSpecs, track }: EntriesFilter): void {
  const keys = sortedStrings(entries.keys());
  for (const object of objects) {
    for (const key of keys) {
      const value = entries.get(key) ?? '';
      const setter = new EntrySetter(key, value);
      for (const spec of fieldSpecs) {
        applyFieldSpec(object, spec, {
          createKind: 'mapping',
          createTag: '!!map',
          set: (node, path) => {
            track?.({ key, value, tag: '!!str', path });
            setter.set(node);
          },
        });
      }
    }
  }
}

/** As {@link setEntries}, with `metadata/annotations` always among the fields. */
export function annotateObjects(objects: readonly YamlNode[], filter: EntriesFilter): void {
  setEntries(objects, {
    ...filter,
    fieldSpecs: [{ path: 'metadata/annotations', create: true }, ...filter.fieldSpecs],
  });
}

import { isJsonObject, type JsonObject } from '../json/json-object';
import { joinElements, splitElements } from './field-leaves';

/** One entry of metadata.managedFields, with its fields as a set of paths. */
export interface FieldManagerEntry {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly subresource: string;
  readonly time: string | undefined;
  readonly fields: ReadonlySet<string>;
}

/** The entries of metadata.managedFields; what cannot be read is left out. */
export function readManagedFields(managedFields: readonly unknown[] | undefined): FieldManagerEntry[] {
  return (managedFields ?? []).filter(isJsonObject).flatMap((entry) => {
    const { manager, operation, apiVersion, subresource, time, fieldsV1 } = entry;
    if (operation !== 'Apply' && operation !== 'Update') return [];
    return [
      {
        manager: typeof manager === 'string' ? manager : '',
        operation,
        apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
        subresource: typeof subresource === 'string' ? subresource : '',
        time: typeof time === 'string' ? time : undefined,
        fields: new Set(pathsOf(isJsonObject(fieldsV1) ? fieldsV1 : {}, [])),
      },
    ];
  });
}

/** metadata.managedFields for the entries that own something. */
export function writeManagedFields(entries: readonly FieldManagerEntry[]): JsonObject[] {
  return entries
    .filter((entry) => entry.fields.size > 0)
    .map(({ manager, operation, apiVersion, subresource, time, fields }) => ({
      manager,
      operation,
      apiVersion,
      ...(time === undefined ? {} : { time }),
      fieldsType: 'FieldsV1',
      fieldsV1: treeOf(fields),
      ...(subresource === '' ? {} : { subresource }),
    }));
}

function pathsOf(tree: JsonObject, path: readonly string[]): string[] {
  return Object.entries(tree).flatMap(([element, child]) => {
    const elements = [...path, element];
    const nested = isJsonObject(child) ? pathsOf(child, elements) : [];
    return nested.length > 0 ? nested : [joinElements(elements)];
  });
}

function treeOf(fields: ReadonlySet<string>): JsonObject {
  const root: JsonObject = {};
  for (const path of [...fields].sort()) {
    let node = root;
    for (const element of splitElements(path)) {
      const next = Object.hasOwn(node, element) ? node[element] : undefined;
      const child = isJsonObject(next) ? next : {};
      node[element] = child;
      node = child;
    }
  }
  return root;
}

import { clearField, fields, getField, isNull } from '../document/node-access';
import { deepCopy } from '../document/node-copy';
import { YamlNode } from '../document/yaml-node';

/** Field orders of the Kptfile's types; kpt writes a Kptfile in the order of its Go structs. */
const FIELD_ORDER: Readonly<Record<string, readonly string[]>> = {
  kptfile: ['apiVersion', 'kind', 'metadata', 'upstream', 'upstreamLock', 'info', 'pipeline', 'inventory', 'status'],
  metadata: ['name', 'namespace', 'labels', 'annotations'],
  info: ['site', 'emails', 'license', 'licenseFile', 'description', 'keywords', 'man', 'readinessGates'],
  pipeline: ['mutators', 'validators'],
  function: ['image', 'exec', 'configPath', 'configMap', 'configRef', 'name', 'tag', 'selectors', 'exclude', 'when'],
  inventory: ['namespace', 'name', 'inventoryID', 'labels', 'annotations'],
  status: ['conditions', 'renderStatus'],
  condition: ['type', 'status', 'reason', 'message'],
};

/** Fields that are maps from string to string; all others that are mappings are structs. */
const STRING_MAPS = new Set(['labels', 'annotations', 'configMap']);

/** The lists of functions in a Kptfile's pipeline. */
export function functionLists(kptfile: YamlNode | undefined): YamlNode[] {
  const pipeline = getField(kptfile, 'pipeline');
  return ['mutators', 'validators'].flatMap((name) => {
    const list = getField(pipeline, name);
    return list?.kind === 'sequence' ? [list] : [];
  });
}

/**
 * A copy of a Kptfile as it looks after being decoded and encoded by kpt: nulls and empty optional values are gone,
 * empty structs stay. Comments and styles are kept.
 */
export function decodedKptfile(kptfile: YamlNode | undefined): YamlNode {
  const copy = kptfile?.kind === 'mapping' ? deepCopy(kptfile) : YamlNode.mapping();
  dropEmptyFields(copy);
  if (getField(copy, 'metadata')?.content.length === 0) clearField(copy, 'metadata');
  return copy;
}

/** Drops nulls and empty optional values, as kpt does when it encodes a Kptfile; empty structs stay. */
export function dropEmptyFields(struct: YamlNode): void {
  for (const { key, value } of [...fields(struct)]) {
    if (value.kind === 'sequence') value.content.filter(({ kind }) => kind === 'mapping').forEach(dropEmptyFields);
    else if (value.kind === 'mapping' && !STRING_MAPS.has(key.value)) dropEmptyFields(value);
    if (isEmptyOptional(key.value, value)) clearField(struct, key.value);
  }
}

function isEmptyOptional(name: string, value: YamlNode): boolean {
  if (value.kind === 'scalar') return isNull(value) || value.value === '';
  return value.content.length === 0 && (value.kind === 'sequence' || STRING_MAPS.has(name));
}

/** Brings the fields of a Kptfile's merged sections into kpt's order; fields kpt does not know stay last. */
export function orderKptfileFields(kptfile: YamlNode): void {
  orderFields(kptfile, 'kptfile');
  for (const section of ['metadata', 'info', 'pipeline', 'inventory', 'status']) {
    orderFields(getField(kptfile, section), section);
  }
  for (const list of functionLists(kptfile)) for (const element of list.content) orderFields(element, 'function');
  const conditions = getField(getField(kptfile, 'status'), 'conditions');
  for (const condition of conditions?.content ?? []) orderFields(condition, 'condition');
}

function orderFields(struct: YamlNode | undefined, type: keyof typeof FIELD_ORDER): void {
  if (struct?.kind !== 'mapping') return;
  const order = FIELD_ORDER[type] ?? [];
  const rank = (key: YamlNode): number => {
    const index = order.indexOf(key.value);
    return index < 0 ? order.length : index;
  };
  struct.content = [...fields(struct)]
    .sort((a, b) => rank(a.key) - rank(b.key))
    .flatMap(({ key, value }) => [key, value]);
}

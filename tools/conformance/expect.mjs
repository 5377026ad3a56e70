import { deepStrictEqual, strictEqual } from 'node:assert';

export function expectEqual(actual, expected) {
  strictEqual(actual, expected);
}

/**
 * YAML texts that kyaml's formatter makes the same: the order of fields and of named containers does not count,
 * comments, quoting and all other order do.
 */
export function expectSameYaml(krm, actual, expected) {
  strictEqual(canonicalYaml(krm, actual), canonicalYaml(krm, expected));
}

export function canonicalYaml(krm, text) {
  const documents = krm.parseYaml(text);
  for (const { root } of documents) if (root) sortFields(root);
  return krm.printYaml(documents).trim();
}

function sortFields(node) {
  for (const child of node.content) sortFields(child);
  if (node.kind !== 'mapping') return;
  const fields = [];
  for (let index = 0; index < node.content.length; index += 2) fields.push(node.content.slice(index, index + 2));
  for (const [key, value] of fields) if (/^(initC|c)ontainers$/.test(key.value)) sortByName(value);
  node.content = fields.sort(([a], [b]) => (a.value < b.value ? -1 : 1)).flat();
}

function sortByName(list) {
  const name = (element) => {
    const index = element.content.findIndex((key, position) => position % 2 === 0 && key.value === 'name');
    return index < 0 ? '' : element.content[index + 1].value;
  };
  list.content.sort((a, b) => (name(a) < name(b) ? -1 : 1));
}

/** Kptfiles that decode to the same: comments, quoting, the order of fields and empty lists do not count. */
export function expectSameKptfile(krm, actual, expected) {
  deepStrictEqual(decodedKptfile(krm, actual), decodedKptfile(krm, expected));
}

function decodedKptfile(krm, text) {
  const withoutEmpties = (value) => {
    if (Array.isArray(value)) return value.map(withoutEmpties);
    if (typeof value !== 'object' || value === null) return value === null ? undefined : String(value);
    const fields = Object.entries(value).map(([key, field]) => [key, withoutEmpties(field)]);
    const present = fields.filter(([, field]) => field !== undefined && !(Array.isArray(field) && field.length === 0));
    return Object.fromEntries(present);
  };
  return withoutEmpties(krm.toJs(krm.parseYaml(text)[0]?.root));
}

export function expectThrows(run, messagePart = '') {
  let thrown;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  if (!thrown) throw new Error(`expected an error${messagePart && ` with "${messagePart}"`}, there was none`);
  if (!thrown.message.includes(messagePart)) {
    throw new Error(`expected an error with "${messagePart}", got "${thrown.message}"`, { cause: thrown });
  }
}

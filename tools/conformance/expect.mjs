import { strictEqual } from 'node:assert';

export function expectEqual(actual, expected) {
  strictEqual(actual, expected);
}

/** YAML texts whose lines are the same but for empty lines at both ends. */
export function expectSameYaml(actual, expected) {
  strictEqual(actual.trim(), expected.trim());
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

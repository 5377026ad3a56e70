import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual, expectSameKptfile } from './expect.mjs';

/** Files that keep otherwise empty fixture folders in git, and the folder name that stands for `.git`. */
const PLACEHOLDER = '.gitkeep';
const GIT_FOLDER_STAND_IN = 'dot-git';

/** The files below a folder, by slash path; none if there is no such folder. */
export function readPackageFiles(folder) {
  const files = new Map();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    const name = entry.name === GIT_FOLDER_STAND_IN ? '.git' : entry.name;
    if (entry.isDirectory()) {
      for (const [inner, content] of readPackageFiles(path)) files.set(`${name}/${inner}`, content);
    } else if (entry.isFile() && name !== PLACEHOLDER) {
      files.set(name, new Uint8Array(readFileSync(path)));
    }
  }
  return files;
}

export const textOf = (content) => Buffer.from(content).toString('utf8');

/** The same paths; Kptfiles that decode to the same, other files byte for byte. */
export function expectSamePackage(krm, actual, expected) {
  expectEqual([...actual.keys()].sort().join('\n'), [...expected.keys()].sort().join('\n'));
  for (const [path, content] of expected) {
    const [found, wanted] = [actual.get(path), content].map(textOf);
    try {
      if (/(^|\/)Kptfile$/.test(path)) expectSameKptfile(krm, found, wanted);
      else expectEqual(found, wanted);
    } catch (error) {
      throw new Error(`${path}: ${error.message}`, { cause: error });
    }
  }
}

// Makes a git repository as a busy Porch would have left it: N packages × M published revisions × K files, each
// revision a draft commit, a merge on main and a tag. The same numbers always make the same object ids.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const environment = {
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
};
export const git = (directory, ...args) =>
  execFileSync('git', ['-C', directory, ...args], { env: environment, encoding: 'utf8', maxBuffer: 1 << 28 });

const START = 1_700_000_000;
const PERSON = 'Package Orchestration Service <porch@kpt.dev>';

/** @param {{directory: string, packages: number, revisions: number, files: number, layout?: 'packed' | 'loose'}} options */
export async function makeSyntheticRepository({ directory, packages, revisions, files, layout = 'packed' }) {
  mkdirSync(directory, { recursive: true });
  git(directory, 'init', '--quiet', '--bare', '--initial-branch=main', '.');
  for (const [name, value] of [
    ['http.receivepack', 'true'],
    ['receive.autogc', 'false'],
    ['gc.auto', '0'],
  ]) {
    git(directory, 'config', name, value);
  }
  const importer = spawn('git', ['-C', directory, 'fast-import', '--quiet', '--force'], {
    env: environment,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  for (const part of history(packages, revisions, files)) {
    if (!importer.stdin.write(part)) await once(importer.stdin, 'drain');
  }
  importer.stdin.end();
  const [code] = await once(importer, 'exit');
  if (code !== 0) throw new Error(`git fast-import failed with ${code}`);
  git(directory, 'repack', '-adfq', '--window=10', '--threads=2');
  if (layout === 'packed') git(directory, 'pack-refs', '--all');
  else unpack(directory);
  return directory;
}

/** The package a number stands for. */
export const packageName = (number) => `package-${String(number).padStart(4, '0')}`;

function* history(packages, revisions, files) {
  let mark = 0;
  let time = START;
  let main = 0;
  const data = (text) => `data ${Buffer.byteLength(text)}\n${text}\n`;
  const commit = (ref, message, parents, changes) => {
    mark += 1;
    time += 1;
    const [from, ...merges] = parents;
    return [
      `commit ${ref}\nmark :${mark}\nauthor ${PERSON} ${time} +0000\ncommitter ${PERSON} ${time} +0000\n`,
      data(message),
      from ? `from :${from}\n` : '',
      ...merges.map((parent) => `merge :${parent}\n`),
      ...changes,
      '\n',
    ].join('');
  };
  yield commit('refs/heads/main', 'Initial commit\n', [], [`M 100644 inline README.md\n${data('# synthetic\n')}`]);
  main = mark;
  for (let revision = 1; revision <= revisions; revision += 1) {
    for (let number = 0; number < packages; number += 1) {
      const path = packageName(number);
      const workspaceName = `workspace-${revision}`;
      const changes = contents(path, number, revision, files).map(
        ([file, text]) => `M 100644 inline ${path}/${file}\n${data(text)}`,
      );
      const task = { type: revision === 1 ? 'init' : 'edit' };
      const draft = JSON.stringify({ package: path, workspaceName, revision: '0', task });
      yield commit('refs/heads/draft', `Rendering package\n\nkpt:${draft}\n`, [main], changes);
      const approval = JSON.stringify({ package: path, workspaceName, revision: String(revision) });
      const message = `Approving package revision ${path}/${revision}\n\nkpt:${approval}\n`;
      yield commit('refs/heads/main', message, [main, mark], changes);
      main = mark;
      yield `reset refs/tags/${path}/v${revision}\nfrom :${main}\n\n`;
    }
  }
  yield 'reset refs/heads/draft\nfrom 0000000000000000000000000000000000000000\n\n';
}

/** Each revision changes the Kptfile and one file; the others stay. */
function contents(path, number, revision, files) {
  const kptfile = `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${path}\n  labels:\n    revision: r${revision}\ninfo:\n  description: ${path} description\n`;
  const rest = Array.from({ length: files - 1 }, (_, file) => [
    `resource-${file}.yaml`,
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: config-${number}-${file}\ndata:\n  value: "${file === 0 ? revision : 0}"\n`,
  ]);
  return [['Kptfile', kptfile], ...rest];
}

/** Turns the pack into loose objects and every ref into a file. */
function unpack(directory) {
  const packs = join(directory, 'objects', 'pack');
  const aside = join(directory, 'aside');
  mkdirSync(aside);
  for (const file of readdirSync(packs)) renameSync(join(packs, file), join(aside, file));
  for (const file of readdirSync(aside).filter((name) => name.endsWith('.pack'))) {
    execFileSync('sh', ['-c', `git -C "$1" unpack-objects -q < "$2"`, 'sh', directory, join(aside, file)], {
      env: environment,
    });
  }
  rmSync(aside, { recursive: true });
}

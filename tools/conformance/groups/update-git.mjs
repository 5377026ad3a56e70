import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expectSamePackage, readPackageFiles, textOf } from '../package-files.mjs';

const PACKAGE_NAME = 'local';
const bytesOf = (text) => new Uint8Array(Buffer.from(text));

/** The upstream repositories of a case, as histories of commits of which at first only the first is there. */
class Repositories {
  constructor(dir, repos) {
    this.dir = dir;
    this.repos = repos;
    this.available = 1;
  }

  url(name) {
    return `file:///repositories/${name}`;
  }

  commit(name, index) {
    return createHash('sha1').update(`${name}/${index}`).digest('hex');
  }

  fill(files, strategy = 'resource-merge') {
    const filled = [...files].map(([path, content]) => {
      if (!/(^|\/)Kptfile$/.test(path)) return [path, content];
      const text = textOf(content)
        .replace(/\{\{repo:([^}]+)\}\}/g, (_match, name) => this.url(name))
        .replace(/\{\{commit:([^:}]+):(\d+)\}\}/g, (_match, name, index) => this.commit(name, Number(index)))
        .replaceAll('{{pkgName}}', PACKAGE_NAME)
        .replaceAll('PLACEHOLDER', strategy);
      return [path, bytesOf(text)];
    });
    return new Map(filled);
  }

  fetch = async ({ repo, directory, ref }) => {
    const name = Object.keys(this.repos).find((candidate) => this.url(candidate) === repo);
    if (name === undefined) throw new Error(`no repository ${repo}`);
    const index = this.resolve(name, ref);
    const tree = this.fill(readPackageFiles(join(this.dir, this.repos[name][index].dir)));
    const prefix = directory.split('/').filter(Boolean).join('/');
    const files = [...tree].flatMap(([path, content]) => {
      if (prefix === '') return [[path, content]];
      return path.startsWith(`${prefix}/`) ? [[path.slice(prefix.length + 1), content]] : [];
    });
    return { files: new Map(files), commit: this.commit(name, index) };
  };

  /** Index of the commit that a tag, a branch (by default the one before) or a hash stands for. */
  resolve(name, ref) {
    const commits = this.repos[name].slice(0, this.available);
    let branch = 'main';
    let found = -1;
    commits.forEach((commit, index) => {
      branch = commit.Branch ?? branch;
      if (branch === ref || commit.Tag === ref || this.commit(name, index) === ref) found = index;
    });
    if (found < 0) throw new Error(`repository ${name} has no ref ${ref}`);
    return found;
  }
}

/** The test's local tree, with the name, and the upstream where it has none, that were fetched. */
function replaceLocal(krm, fetched, replacement) {
  const kptfileOf = (files) => krm.parseYaml(textOf(files.get('Kptfile')))[0];
  const [before, document] = [fetched, replacement].map(kptfileOf);
  for (const section of ['upstream', 'upstreamLock']) {
    if (!krm.getField(document.root, section)) {
      krm.setField(document.root, section, krm.getField(before.root, section));
    }
  }
  new krm.KrmObject(document).name = PACKAGE_NAME;
  return new Map([...replacement, ['Kptfile', bytesOf(krm.printYaml(document))]]);
}

async function runUpdate({ krm, dir, caseJson }, strategy) {
  const repositories = new Repositories(dir, caseJson.repos);
  const { fetch } = repositories;
  const formatting = 'kpt';
  const upstream = { repo: repositories.url('upstream'), directory: '/', ref: 'master' };
  let files = await krm.getPackage({ upstream, name: PACKAGE_NAME, fetch, formatting });
  if (caseJson.updatedLocal) {
    const replacement = repositories.fill(readPackageFiles(join(dir, caseJson.updatedLocal.dir)), strategy);
    files = replaceLocal(krm, files, replacement);
  }
  repositories.available = Infinity;
  const updated = await krm.updatePackage({
    files,
    fetch,
    formatting,
    directoryName: PACKAGE_NAME,
    ...(strategy && { strategy }),
  });
  return { files: updated.files, repositories };
}

async function expectUpdate(context, strategy, expectedDir, errorMessage) {
  const { krm, dir } = context;
  let outcome;
  try {
    outcome = await runUpdate(context, strategy);
  } catch (error) {
    if (errorMessage && error.message.includes(errorMessage)) return;
    throw error;
  }
  if (errorMessage) throw new Error(`${strategy ?? ''}: expected an error with "${errorMessage}", there was none`);
  const expected = outcome.repositories.fill(readPackageFiles(join(dir, expectedDir)), strategy);
  expectSamePackage(krm, outcome.files, krm.addMergeComments(expected, { formatting: 'kpt' }));
}

export const groups = {
  'kpt/update-git-local-subpackages': async (context) => {
    for (const { strategies, dir, expectedErrMsg } of context.caseJson.expectedResults) {
      for (const strategy of strategies) await expectUpdate(context, strategy, dir, expectedErrMsg);
    }
  },
  'kpt/update-git-remote-subpackages': async (context) =>
    expectUpdate(context, undefined, 'expectedLocal', context.caseJson.expectedErrMsg),
};

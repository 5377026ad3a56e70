// Runs `porchctl fn …` in this process, on copies of fixture packages, and compares what it left with what is expected.
import { buildSync } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const scratch = mkdtempSync(join(tmpdir(), 'porch-conformance-'));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

let loaded;

/** The command line's own code, bundled from source. */
function fnCommand() {
  if (!loaded) {
    const outfile = join(scratch, 'fn-command.cjs');
    buildSync({
      entryPoints: [join(root, 'apps/porchctl/src/fn/fn-command.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      conditions: ['porch-source'],
      logLevel: 'error',
    });
    loaded = createRequire(import.meta.url)(outfile);
  }
  return loaded;
}

/** Functions that fixtures name and nobody publishes: small stand-ins, as binaries of a `--functions` directory. */
function functionsDirectory() {
  const folder = join(scratch, 'functions');
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  const program = (name, body) =>
    writeFileSync(join(folder, name), `#!/bin/sh\nexec ${process.execPath} ${join(folder, `${name}.mjs`)}\n`, {
      mode: 0o755,
    }) ?? writeFileSync(join(folder, `${name}.mjs`), body);
  program('no-op', `process.stdin.pipe(process.stdout);`);
  const krm = JSON.stringify(join(root, 'libs/krm/dist/index.js'));
  program(
    'drop-comments',
    `import { createRequire } from 'node:module';
     const { parseYaml, printYaml } = createRequire(import.meta.url)(${krm});
     const chunks = []; for await (const chunk of process.stdin) chunks.push(chunk);
     const drop = (node) => { node.headComment = node.lineComment = node.footComment = ''; node.content.forEach(drop); };
     const [document] = parseYaml(Buffer.concat(chunks).toString());
     drop(document.root); process.stdout.write(printYaml(document.root));`,
  );
  return folder;
}

export function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** What a case folder holds beside the package: expectations, and what the fixture says of itself. */
const NO_PART_OF_THE_PACKAGE = new Set(['.expected', 'case.json']);

/** Copies a package (without its expectations) into a fresh git work tree and commits it. */
export function checkOut(source, overlay) {
  const parent = mkdtempSync(join(scratch, 'case-'));
  const dir = join(parent, basename(source));
  for (const from of [source, overlay]) {
    if (from) cpSync(from, dir, { recursive: true, filter: (path) => !NO_PART_OF_THE_PACKAGE.has(basename(path)) });
  }
  git(parent, 'init', '-q');
  commit(parent, dir, 'before');
  return { parent, dir };
}

function git(cwd, ...args) {
  return execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'core.abbrev=7', ...args], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  });
}

export function commit(parent, dir, message) {
  git(parent, 'add', '-A');
  git(parent, 'commit', '-q', '--allow-empty', '-m', message);
}

/** The tree of a work tree's package, as git names it. */
export function treeOf(parent, dir) {
  git(parent, 'add', '-A');
  return git(parent, 'write-tree', `--prefix=${basename(dir)}/`).trim();
}

/** The tree that a package becomes when a patch of git is applied to it. */
export function patchedTree(parent, dir, patch) {
  if (patch.trim() !== '') {
    const file = join(parent, 'expected.patch');
    writeFileSync(file, patch);
    git(parent, 'reset', '-q', '--hard', 'HEAD');
    git(parent, 'apply', `--directory=${basename(dir)}`, '--unidiff-zero', '--whitespace=nowarn', file);
    rmSync(file);
  }
  const tree = treeOf(parent, dir);
  git(parent, 'reset', '-q', '--hard', 'HEAD');
  git(parent, 'clean', '-fdq');
  return tree;
}

/** A file of a tree; undefined when it has none. */
export function fileInTree(parent, tree, path) {
  try {
    return git(parent, 'cat-file', 'blob', `${tree}:${path}`);
  } catch {
    return undefined;
  }
}

export function diffOfTrees(parent, expected, actual) {
  return git(parent, 'diff', expected, actual);
}

/** One `fn` command; gives what it printed and its exit code. */
export async function runFn(argv, { cwd, stdin = '', env = {} }) {
  const withFunctions = ['render', 'eval'].includes(argv[0]) ? functionFlag(argv) : argv;
  let stdout = '';
  let stderr = '';
  const exitCode = await fnCommand().runFn(withFunctions, {
    cwd,
    env: { PATH: process.env.PATH, ...env },
    signal: new AbortController().signal,
    stderrIsTerminal: false,
    readInput: async () => stdin,
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
  });
  return { stdout, stderr, exitCode };
}

function functionFlag(argv) {
  return [argv[0], '--functions', functionsDirectory(), ...argv.slice(1)];
}

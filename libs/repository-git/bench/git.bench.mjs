// The figures of the git backend beside native git: npm run bench -- git. Times are milliseconds, medians.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { figure, measure, summarize } from '../../../tools/bench/measuring.mjs';
import { measureApproval, openOverHttp } from './publishing.mjs';
import { git, makeSyntheticRepository, packageName } from './synthetic-repository.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const SERVER = resolve(here, '../../../../shared/conformance/git-server.mjs');

/** @param {{quick?: boolean}} options quick: a tenth of the size, one run */
export async function run({ quick = false } = {}) {
  if (!existsSync(SERVER)) throw new Error(`the git bench needs the conformance kit's git server at ${SERVER}`);
  const scratch = mkdtempSync(join(tmpdir(), 'porch-git-bench-'));
  const size = quick ? { packages: 100, revisions: 5, files: 5 } : { packages: 1000, revisions: 5, files: 5 };
  const runs = quick ? 1 : 3;
  const server = await startServer(join(scratch, 'served'));
  try {
    const make = (name, options) => makeSyntheticRepository({ directory: join(scratch, name), ...size, ...options });
    const packed = await make('packed.git', {});
    const loose = await make('loose.git', { layout: 'loose' });
    const served = await make('served/nephio/large.git', {});
    const small = await make('served/nephio/small.git', { packages: 2, revisions: 5 });
    const url = (name) => `${server.url}/nephio/${name}.git`;
    return [
      ...(await openFigures(scratch, { packed, loose }, runs)),
      ...(await mirrorFigures(scratch, url('large'), runs)),
      ...(await refreshFigures(scratch, url('large'), served, runs)),
      ...(await publishFigures(scratch, { small, large: served }, url, quick ? 5 : 15)),
    ];
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function openFigures(scratch, repositories, runs) {
  const figures = [];
  for (const [layout, directory] of Object.entries(repositories)) {
    const cache = join(scratch, `cache-${layout}`);
    const native = await measure(runs, () => readAllNatively(directory));
    const cold = [];
    const warm = [];
    for (let run = 0; run < runs; run += 1) {
      rmSync(cache, { recursive: true, force: true });
      cold.push(openInProcess(`file://${directory}`, cache));
      warm.push(openInProcess(`file://${directory}`, cache));
    }
    const of = (results, field) => summarize(results.map((result) => result[field]));
    figures.push(
      figure(`git.open.${layout}.cold`, 'ms', of(cold, 'milliseconds'), {
        want: layout === 'packed' ? 1500 : 3000,
        peer: native.value,
      }),
      figure(`git.open.${layout}.memory`, 'MB', of(cold, 'megabytes'), { want: 350 }),
      figure(`git.open.${layout}.restart`, 'ms', of(warm, 'milliseconds'), { want: 400 }),
    );
  }
  return figures;
}

/** What discovery needs, read by git: every tag's commit, root tree, package tree and Kptfile. */
function readAllNatively(directory) {
  const tags = git(directory, 'for-each-ref', '--format=%(refname)', 'refs/tags').trim().split('\n');
  const input = tags
    .map((tag) => {
      const path = tag.split('/')[2];
      return `${tag}\n${tag}^{tree}\n${tag}:${path}\n${tag}:${path}/Kptfile\n`;
    })
    .join('');
  execFileSync('git', ['-C', directory, 'cat-file', '--batch'], { input, maxBuffer: 1 << 30 });
}

const openInProcess = (url, cache) => runScript('open-repository.mjs', url, cache);

function runScript(script, url, cache) {
  return JSON.parse(execFileSync(process.execPath, [join(here, script), url, cache], { encoding: 'utf8' }));
}

/** Mirroring a remote into an empty cache, and registering it, which reads everything as well. */
async function mirrorFigures(scratch, url, runs) {
  const clone = join(scratch, 'clone.git');
  const native = await measure(
    runs,
    () => execFileSync('git', ['clone', '--quiet', '--mirror', url, clone]),
    async () => rmSync(clone, { recursive: true, force: true }),
  );
  const cache = join(scratch, 'cache-mirror');
  const measureScript = (script) => {
    const results = Array.from({ length: runs }, () => {
      rmSync(cache, { recursive: true, force: true });
      return runScript(script, url, cache);
    });
    return (field) => summarize(results.map((result) => result[field]));
  };
  const mirrored = measureScript('mirror-repository.mjs');
  const registered = measureScript('open-repository.mjs');
  return [
    figure('git.mirror.fetch', 'ms', mirrored('milliseconds'), { want: 3 * native.value, peer: native.value }),
    figure('git.mirror.fetch.stall', 'ms', mirrored('stallMilliseconds'), { want: 50 }),
    figure('git.mirror.register', 'ms', registered('milliseconds'), {
      want: 3 * native.value + 2000,
      peer: native.value,
    }),
    figure('git.mirror.memory', 'MB', registered('megabytes'), { want: 450 }),
    figure('git.mirror.stall', 'ms', registered('stallMilliseconds'), { want: 50 }),
  ];
}

async function refreshFigures(scratch, url, directory, runs) {
  const context = { signal: new AbortController().signal };
  const repository = await openOverHttp(url, join(scratch, 'cache-refresh'));
  const native = await measure(runs + 2, () => execFileSync('git', ['ls-remote', '--quiet', url], { stdio: 'pipe' }));
  await repository.refresh(context);
  const unchanged = await measure(runs * 5, async () => void (await repository.refresh(context)));
  const oneTag = await measure(
    runs * 3,
    async () => void (await repository.refresh(context)),
    async (run) => {
      const tree = git(directory, 'rev-parse', 'main^{tree}').trim();
      const environment = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
      const commit = git(directory, ...environment, 'commit-tree', tree, '-p', 'main', '-m', `tag ${run}`).trim();
      git(directory, 'update-ref', `refs/tags/${packageName(0)}/v${100 + run}`, commit);
    },
  );
  await repository.close();
  return [
    figure('git.refresh.unchanged', 'ms', unchanged, { want: 50, peer: native.value }),
    figure('git.refresh.one-tag', 'ms', oneTag, { want: 100, peer: native.value }),
  ];
}

/** An approval at two sizes; the peer is the server's own time for the same request. */
async function publishFigures(scratch, directories, url, runs) {
  const figures = [];
  const own = {};
  for (const [size, directory] of Object.entries(directories)) {
    const cacheDirectory = join(scratch, `cache-publish-${size}`);
    const measured = await measureApproval({ url: url(size), directory, cacheDirectory, runs });
    own[size] = measured.own;
    figures.push(
      figure(`git.publish.${size}`, 'ms', measured.ours, {
        want: measured.floor.value + 20,
        peer: measured.floor.value,
      }),
      figure(`git.publish.${size}.own-cpu`, 'ms', measured.own),
    );
  }
  figures.push(
    figure(
      'git.publish.own-share-growth',
      'times',
      { value: own.large.value / own.small.value, spread: 0 },
      { want: 1.5 },
    ),
  );
  return figures;
}

async function startServer(root) {
  const child = spawn(process.execPath, [SERVER, '--root', root, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([once(lines, 'line'), once(lines, 'close')]);
  if (line === undefined) throw new Error(`the git server ended before it listened (exit code ${child.exitCode})`);
  return {
    url: line.replace('listening ', ''),
    async stop() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

// Rendering: as a whole process on the command line, warm in a server, on one small package, and beside other work.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

const MUTATORS = [
  ['set-namespace', 'namespace: staging'],
  ['set-labels', 'tier: backend'],
  ['set-annotations', 'owner: team'],
];

function deployment(index) {
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-${index}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: app-${index}
  template:
    metadata:
      labels:
        app: app-${index}
    spec:
      containers:
      - name: main # the only one
        image: nginx:1.14.${index % 10}
        ports:
        - containerPort: 80
        resources:
          limits:
            cpu: 100m
            memory: 128Mi
`;
}

function kptfile(step) {
  const steps = MUTATORS.map(step).join('');
  return `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: bench\npipeline:\n  mutators:\n${steps}`;
}

const imageStep = ([name, data]) => `    - image: ${name}\n      configMap:\n        ${data}\n`;

function packageFiles(count) {
  const files = new Map([['Kptfile', kptfile(imageStep)]]);
  for (let index = 0; index < count; index++) files.set(`app-${index}.yaml`, deployment(index));
  return files;
}

function resourcesOf(count) {
  return new Map(
    [...packageFiles(count)].map(([path, text]) => [path, { content: Buffer.from(text), mode: 'regular' }]),
  );
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];
/** The median, and how far the middle four fifths spread. */
const figure = (name, unit, values, extra = {}) => ({
  name,
  unit,
  value: quantile(values, 0.5),
  spread: quantile(values, 0.9) - quantile(values, 0.1),
  ...extra,
});

async function timed(times, run) {
  const values = [];
  for (let index = 0; index < times; index++) {
    const start = performance.now();
    await run();
    values.push(performance.now() - start);
  }
  return values;
}

/** `porchctl fn render` against `kpt fn render` with `cat` for functions, where this machine has kpt. */
async function commandLine(root, quick) {
  const porchctl = join(root, 'dist/apps/porchctl/porchctl.js');
  if (!existsSync(porchctl)) return [];
  const folder = mkdtempSync(join(tmpdir(), 'render-bench-'));
  const write = (name, files) => {
    mkdirSync(join(folder, name));
    for (const [path, text] of files) writeFileSync(join(folder, name, path), text);
  };
  const files = packageFiles(200);
  write('porch', files);
  write(
    'kpt',
    new Map(files).set(
      'Kptfile',
      kptfile(() => '    - exec: cat\n'),
    ),
  );
  const runs = quick ? 3 : 7;
  // One after the other, so that a busy machine is busy for both; making the copies is nobody's time.
  const once = (source, command, args) => {
    const copy = join(folder, 'copy');
    rmSync(copy, { recursive: true, force: true });
    cpSync(join(folder, source), copy, { recursive: true });
    const began = performance.now();
    const { status, stderr } = spawnSync(command, [...args, copy], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
    return performance.now() - began;
  };
  try {
    const hasKpt = spawnSync('kpt', ['version']).status === 0;
    const ours = [];
    const theirs = [];
    for (let run = 0; run < runs; run += 1) {
      ours.push(once('porch', process.execPath, [porchctl, 'fn', 'render']));
      if (hasKpt) theirs.push(once('kpt', 'kpt', ['fn', 'render', '--allow-exec']));
    }
    if (!hasKpt) return [figure('render.cli', 'ms', ours)];
    const peer = quantile(theirs, 0.5);
    const ratio = quantile(ours, 0.5) / peer;
    return [
      figure('render.cli', 'ms', ours, { peer, ratio }),
      { name: 'render.cli.ratio', unit: 'ratio', value: ratio, spread: 0, want: 0.45 },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run({ quick, root }) {
  const require = createRequire(join(root, 'package.json'));
  const { createBuiltInRuntime, createPackageRenderer } = require('./libs/fn-runtime/dist/index.js');
  const renderer = createPackageRenderer({ runtime: createBuiltInRuntime(), mode: 'worker', maxWorkers: 2 });
  const context = { signal: new AbortController().signal };
  const render = async (resources) => {
    const { failure } = await renderer.render(resources, context);
    if (failure) throw new Error(failure);
  };
  const [large, single, huge] = [resourcesOf(200), resourcesOf(1), resourcesOf(2000)];
  await timed(5, () => render(large));
  const warm = await timed(quick ? 15 : 40, () => render(large));
  await timed(10, () => render(single));
  const small = await timed(quick ? 50 : 200, () => render(single));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await Promise.all(Array.from({ length: quick ? 2 : 8 }, () => render(huge)));
  delay.disable();
  const blocked = delay.percentile(99) / 1e6;
  await renderer.close();
  return [
    ...(await commandLine(root, quick)),
    figure('render.warm.p50', 'ms', warm, { want: 40 }),
    figure('render.single.p50', 'ms', small, { want: 5 }),
    { name: 'render.loop.p99', unit: 'ms', value: blocked, spread: 0, want: 20 },
  ];
}

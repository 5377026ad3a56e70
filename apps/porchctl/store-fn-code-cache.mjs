// store-fn-code-cache.mjs BUNDLE: renders a small package with the most used functions, and stores what V8 compiled of the
// bundle for that.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import codeCache from './dist/code-cache.js';

const KPTFILE = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: sample
pipeline:
  mutators:
    - image: apply-setters
      configMap: { replicas: '3' }
    - image: search-replace
      configMap: { by-path: spec.replicas, put-value: '4' }
    - image: set-namespace
      configMap: { namespace: staging }
    - image: set-labels
      configMap: { tier: backend }
    - image: set-annotations
      configMap: { owner: team }
`;
const DEPLOYMENT = `# A comment
apiVersion: apps/v1
kind: Deployment
metadata:
  name: app
spec:
  replicas: 2 # kpt-set: \${replicas}
  selector:
    matchLabels: { app: "sample" }
  template:
    spec:
      containers:
        - name: main
          args: ['run']
          command:
            - sh
`;

const [bundle] = process.argv.slice(2);
const directory = mkdtempSync(join(tmpdir(), 'porchctl-sample-'));
let messages = '';
const io = {
  cwd: directory,
  env: {},
  signal: new AbortController().signal,
  stderrIsTerminal: false,
  readInput: () => Promise.resolve(''),
  out: () => undefined,
  err: (text) => (messages += text),
};
try {
  writeFileSync(join(directory, 'Kptfile'), KPTFILE);
  for (const name of ['a.yaml', 'b.yaml', 'c.yaml']) writeFileSync(join(directory, name), DEPLOYMENT);
  await codeCache.storeCodeCache(bundle, async ({ runFn }) => {
    const exitCode = await runFn(['render', directory], io);
    if (exitCode !== 0) throw new Error(`the sample package could not be rendered:\n${messages}`);
  });
} finally {
  rmSync(directory, { recursive: true, force: true });
}

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { measure } from '../../../tools/bench/measuring.mjs';

/** Reading and printing Deployments and reading Kptfiles, beside js-yaml and yaml. Lower is better. */

const deployment = (number) => `apiVersion: apps/v1
kind: Deployment
metadata: # kpt-merge: team-${number % 50}/app-${number}
  name: app-${number}
  namespace: team-${number % 50}
  labels:
    app: app-${number}
    tier: backend
spec:
  replicas: ${number % 7} # kpt-set: \${replicas}
  selector:
    matchLabels:
      app: app-${number}
  template:
    metadata:
      labels:
        app: app-${number}
    spec:
      containers:
      - name: main
        image: nginx:1.${number % 30}
        ports:
        - containerPort: 80
`;

const kptfile = (number) => `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: package-${number}
  labels:
    tier: web
  annotations:
    config.kubernetes.io/local-config: "true"
upstream:
  type: git
  git:
    repo: https://example.com/blueprints.git
    directory: basens
    ref: v${number % 9}
  updateStrategy: resource-merge
upstreamLock:
  type: git
  git:
    repo: https://example.com/blueprints.git
    directory: basens
    ref: v${number % 9}
    commit: 67a11a8af2e8bd5b3e4d5a9a4d6ee6b4b1b1a${100 + (number % 900)}
info:
  description: Package number ${number}
  readinessGates:
  - conditionType: Ready
pipeline:
  mutators:
  - image: ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.1
    configPath: package-context.yaml
status:
  conditions:
  - type: Ready
    status: "False"
    reason: Waiting
`;

const seconds = ({ value, spread }) => ({ unit: 's', value: value / 1000, spread: spread / 1000 });
const ratio = (figure, peer) => ({ ratio: figure.value / peer.value });

export async function run({ quick, root }) {
  const require = createRequire(join(root, 'package.json'));
  const krm = require('@porch/krm');
  const jsYaml = require('js-yaml');
  const yaml = require('yaml');
  const runs = quick ? 1 : 3;
  const documents = (count) => Array.from({ length: count }, (_, number) => deployment(number)).join('---\n');

  const many = documents(10_000);
  const before = process.memoryUsage().rss;
  let highest = before;
  const parseAndPrint = await measure(runs, () => {
    const parsed = krm.parseYaml(many);
    if (krm.printYaml(parsed) !== many) throw new Error('printed otherwise than read');
    highest = Math.max(highest, process.memoryUsage().rss);
  });
  const jsYamlMany = await measure(1, () =>
    jsYaml
      .loadAll(many)
      .map((value) => jsYaml.dump(value))
      .join('---\n'),
  );

  const some = documents(200);
  for (let i = 0; i < 20; i++) krm.printYaml(krm.parseYaml(some));
  const warm = await measure(quick ? 10 : 50, () => krm.printYaml(krm.parseYaml(some)));
  const yamlWarm = await measure(quick ? 1 : 5, () => yaml.parseAllDocuments(some).map(String).join(''));

  const kptfiles = Array.from({ length: 5000 }, (_, number) => kptfile(number));
  const metadata = await measure(runs, () => kptfiles.forEach((text) => krm.readKptfileMetadata(text)));

  return [
    {
      name: 'krm.deployments-10000',
      ...seconds(parseAndPrint),
      want: 2,
      peer: 'js-yaml',
      ...ratio(parseAndPrint, jsYamlMany),
    },
    { name: 'krm.deployments-10000-memory', unit: 'MB', value: (highest - before) / 1e6, spread: 0, want: 400 },
    { name: 'krm.deployments-200-warm', unit: 'ms', ...warm, want: 20, peer: 'yaml', ...ratio(warm, yamlWarm) },
    { name: 'krm.kptfiles-5000', ...seconds(metadata), want: 0.4 },
  ];
}

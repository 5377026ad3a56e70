import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseYaml, type YamlNode } from '@porch/krm';
import { type FunctionRuntime } from '@porch/repository';
import { describeFunctionRuntimeContract } from '@porch/repository/testing';
import { createBuiltInRuntime } from './built-in-runtime';
import { createExecutableFileRuntime, createExecutableRuntime } from './executable-runtime';
import { createFunctionConfigRuntime } from './function-config-runtime';
import { createMultiRuntime } from './multi-runtime';

const directory = mkdtempSync(join(tmpdir(), 'functions-'));
writeFileSync(join(directory, 'keep'), '#!/bin/sh\ncat\n', { mode: 0o755 });
afterAll(() => rmSync(directory, { recursive: true }));

const items = parseYaml('apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n').flatMap(({ root }): YamlNode[] =>
  root ? [root] : [],
);
const builtIn = 'gcr.io/kpt-fn/list-setters:v0.1';
const keep = 'example.com/keep:v1';

function describeRuntime(name: string, image: string, make: () => FunctionRuntime): void {
  describeFunctionRuntimeContract(name, () =>
    Promise.resolve({ runtime: make(), image, items, dispose: () => Promise.resolve() }),
  );
}

describeRuntime('built in', builtIn, () => createBuiltInRuntime());
describeRuntime('executable', keep, () => createExecutableRuntime({ directory }));
describeRuntime('multi', keep, () =>
  createMultiRuntime([createBuiltInRuntime(), createExecutableRuntime({ directory })]),
);
describeRuntime('by FunctionConfig', 'example.com/renamed:v1', () =>
  createFunctionConfigRuntime({
    configs: () => [{ image: 'renamed', binaryExecutor: { tags: ['v1'], path: 'keep' } }],
    executors: {
      builtIn: createBuiltInRuntime(),
      binary: (path) => createExecutableFileRuntime(path, { directory }),
    },
  }),
);

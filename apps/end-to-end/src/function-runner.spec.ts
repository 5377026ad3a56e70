import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KubernetesObject } from '@porch/api';
import { functionConfigs } from '@porch/client';
import { freePort } from './support/free-port';
import { FunctionRunner } from './support/function-runner';
import { workspaceRoot } from './support/paths';
import { PorchApi } from './support/porch-api';
import { PorchServer } from './support/porch-server';

const REGISTRY = 'example.com/team';

/** A function as a shell script: gives every resource's name to somebody, told apart by who that is. */
function addFunction(directory: string, name: string, owner: string): void {
  const script = `#!/bin/sh\necho "owned by ${owner}" >&2\nexec sed 's/nobody/${owner}/'\n`;
  writeFileSync(join(directory, name), script, { mode: 0o755 });
}

/** A function in TypeScript's compiled form, made with `defineFunction`. */
function addModule(directory: string): string {
  const file = join(directory, 'functions.cjs');
  const functions = JSON.stringify(join(workspaceRoot, 'libs/functions'));
  writeFileSync(
    file,
    `const { defineFunction, nameOf, setStringAt } = require(${functions});
     exports.adopt = defineFunction({
       name: 'adopt',
       description: 'Gives config maps to the module.',
       run({ items }) {
         for (const item of items) if (nameOf(item) === 'owner') setStringAt(item, ['data', 'owner'], 'module');
       },
     });`,
  );
  return file;
}

interface FunctionConfigStatus {
  readonly apiServerObservedGeneration?: number;
  readonly error?: string;
}

describe('functions elsewhere', () => {
  const onRunner = mkdtempSync(join(tmpdir(), 'porch-runner-functions-'));
  const onServer = mkdtempSync(join(tmpdir(), 'porch-server-functions-'));
  let runner: FunctionRunner;
  let server: PorchServer;
  let api: PorchApi;

  beforeAll(async () => {
    addFunction(onRunner, 'own-v1', 'runner');
    addFunction(onServer, 'own-two', 'server');
    runner = await FunctionRunner.start(['--port', String(await freePort()), '--functions', onRunner]);
    const flags = [
      '--function-runner',
      runner.address,
      '--functions',
      onServer,
      '--function-module',
      addModule(onServer),
    ];
    server = await PorchServer.start({ flags });
    api = await PorchApi.connect(server.kubeconfig);
  });
  afterAll(async () => {
    api?.close();
    await server?.remove();
    await runner?.stop();
    for (const directory of [onRunner, onServer]) rmSync(directory, { recursive: true });
  });

  /** A draft whose pipeline is one function. */
  async function draft(name: string): Promise<string> {
    const created = await api.init('playground', name, 'w');
    await api.push(created.metadata.name ?? '', 'owner.yaml', configMap('owner: nobody'));
    return created.metadata.name ?? '';
  }

  const configMap = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: owner\ndata:\n  ${data}\n`;

  async function render(draftName: string, image: string): Promise<string> {
    const kptfile = (await api.files(draftName))['Kptfile'] ?? '';
    const [withoutPipeline] = kptfile.split('pipeline:');
    await api.push(draftName, 'Kptfile', `${withoutPipeline}pipeline:\n  mutators:\n    - image: ${image}\n`);
    return (await api.files(draftName))['owner.yaml'] ?? '';
  }

  /** Renders again and again: the server hears of a change a moment after it was made. */
  async function renderUntilRefused(draftName: string, image: string): Promise<never> {
    for (;;) await render(draftName, image);
  }

  /** The connection may need longer than a render waits for it, on a slow machine. */
  async function renderUntilReached(draftName: string, image: string): Promise<string> {
    for (;;) {
      try {
        return await render(draftName, image);
      } catch (error) {
        expect(String(error)).toContain('cannot be reached');
      }
    }
  }

  const config = (spec: object): KubernetesObject => ({
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'FunctionConfig',
    metadata: { name: 'own' },
    spec: { image: 'own', prefixes: [REGISTRY], ...spec },
  });

  /** Waits until the server says that it applies a generation of the object. */
  async function applied(generation: number): Promise<FunctionConfigStatus> {
    for await (const { object } of api.client.watch(functionConfigs)) {
      const status = (object['status'] ?? {}) as FunctionConfigStatus;
      if (status.apiServerObservedGeneration === generation) return status;
    }
    throw new Error('the watch ended');
  }

  it('run on a function runner, and say there what they say', async () => {
    const name = await draft('on-runner');
    expect(await render(name, `${REGISTRY}/own:v1`)).toBe(configMap('owner: runner'));
    const refusal = render(name, `${REGISTRY}/unknown:v1`);
    await expect(refusal).rejects.toThrow(`function "${REGISTRY}/unknown:v1" is not available`);
  });

  it('come from modules of one’s own', async () => {
    expect(await render(await draft('of-a-module'), 'adopt')).toBe(configMap('owner: module'));
  });

  it('are given to who a FunctionConfig says, from when it is written until it is gone', async () => {
    const name = await draft('configured');
    const image = `${REGISTRY}/own:v2`;
    await expect(render(name, image)).rejects.toThrow('is not available');
    const created = await api.client.create(
      functionConfigs,
      config({ binaryExecutor: { tags: ['v2'], path: 'missing' } }),
    );
    expect((await applied(1)).error).toBe('binaryExecutor: the directory of functions has no executable "missing"');
    const spec = { ...config({ binaryExecutor: { tags: ['v1', 'v2'], path: 'own-two' } }) };
    const { resourceVersion = '' } = await api.client.get(functionConfigs, { name: 'own' }).then((now) => now.metadata);
    await api.client.update(functionConfigs, { ...spec, metadata: { ...created.metadata, resourceVersion } });
    expect((await applied(2)).error).toBeUndefined();
    expect(await render(name, image)).toBe(configMap('owner: server'));
    // It comes before the runner, which has v1 as well.
    const other = await draft('configured-first');
    expect(await render(other, `${REGISTRY}/own:v1`)).toBe(configMap('owner: server'));
    await api.client.delete(functionConfigs, { name: 'own' });
    const third = await draft('not-configured-any-more');
    await expect(renderUntilRefused(third, image)).rejects.toThrow('is not available');
    expect(await render(third, `${REGISTRY}/own:v1`)).toBe(configMap('owner: runner'));
  });

  it('fail while the runner is gone, and run again once one is back, without a restart of the server', async () => {
    const name = await draft('comes-back');
    const { port, address } = runner;
    await runner.stop('SIGKILL');
    await expect(render(name, `${REGISTRY}/own:v1`)).rejects.toThrow(`function runner ${address} cannot be reached`);
    runner = await FunctionRunner.start(['--port', port, '--functions', onRunner]);
    expect(await renderUntilReached(name, `${REGISTRY}/own:v1`)).toBe(configMap('owner: runner'));
  });
});

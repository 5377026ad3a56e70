import { type PackageRevisionObject, type RepositoryObject, REPOSITORIES } from '@porch/api';
import * as cacheTokens from '@porch/cache/di';
import * as credentialsTokens from '@porch/credentials/di';
import * as engineTokens from '@porch/engine/di';
import { ENGINE, type EngineSettings, ENGINE_SETTINGS } from '@porch/engine/di';
import { backgroundContext, type PackageRenderer } from '@porch/repository';
import * as contractTokens from '@porch/repository/di';
import { FUNCTION_RUNTIME_CONTRACT, OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { initBareRepository } from '@porch/repository-git';
import * as gitTokens from '@porch/repository-git/di';
import { createMemoryStore } from '@porch/store';
import * as taskHandlerTokens from '@porch/task-handler/di';
import * as watcherTokens from '@porch/watcher/di';
import { type ServiceIdentifier } from 'inversify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServerContainer } from './server-container';

const renderer: PackageRenderer = {
  render: (resources) => Promise.resolve({ resources, renderStatus: { error: '' }, failure: undefined }),
};

/** Every token of the libraries that the container wires, and of the contracts between them. */
const tokens = [
  cacheTokens,
  contractTokens,
  credentialsTokens,
  engineTokens,
  gitTokens,
  taskHandlerTokens,
  watcherTokens,
].flatMap((library) => Object.values<unknown>(library).filter((token) => typeof token === 'symbol'));
/** The renderer is made with its runtime in it, outside of the container. */
const madeElsewhere: readonly ServiceIdentifier[] = [FUNCTION_RUNTIME_CONTRACT];

describe("the server's container", () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-container-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const build = () =>
    buildServerContainer({
      store: createMemoryStore(),
      renderer,
      gitCacheDirectory: join(folder, 'git'),
      allowedLocalDirectories: [folder],
      workloadIdentity: { tokenSource: () => Promise.reject(new Error('no cloud')), hosts: [] },
      relaxReadinessGates: true,
      sharedUpstreamNamespaces: [],
    });

  it("hands the administrator's choices on", async () => {
    const container = await build();
    expect(container.get<EngineSettings>(ENGINE_SETTINGS).relaxReadinessGates).toBe(true);
  });

  it('resolves every token of its libraries, and each contract to the one thing that implements it', async () => {
    const container = await build();
    const cache = await container.getAsync(REPOSITORY_CACHE_CONTRACT);
    const engine = await container.getAsync(ENGINE);
    const wired = tokens.filter((token) => !madeElsewhere.includes(token));
    for (const token of wired) await expect(container.getAsync(token)).resolves.toBeDefined();
    expect(await container.getAsync(cacheTokens.REPOSITORY_CACHE)).toBe(cache);
    expect(await container.getAsync(ENGINE)).toBe(engine);
    await cache.close();
    await engine.close();
  });

  it('resolves an engine that works on a git repository', async () => {
    const container = await build();
    const engine = await container.getAsync(ENGINE);
    const cache = await container.getAsync(REPOSITORY_CACHE_CONTRACT);
    await initBareRepository(join(folder, 'r.git'));
    const repository: RepositoryObject = {
      apiVersion: 'config.porch.kpt.dev/v1alpha1',
      kind: 'Repository',
      metadata: { name: 'r', namespace: 'ns' },
      spec: {
        type: 'git',
        git: { repo: pathToFileURL(join(folder, 'r.git')).href, branch: 'main', createBranch: true },
      },
    };
    const context = backgroundContext();
    await container.get(OBJECT_STORE_CONTRACT).create(REPOSITORIES, repository);
    const wanted: PackageRevisionObject = {
      apiVersion: 'porch.kpt.dev/v1alpha1',
      kind: 'PackageRevision',
      metadata: {},
      spec: { packageName: 'web', repository: 'r', workspaceName: 'w' },
    };
    const draft = await engine.createPackageRevision('ns', wanted, {}, context);
    const move = (object: PackageRevisionObject, lifecycle: 'Proposed' | 'Published', source: 'update' | 'approval') =>
      engine.updatePackageRevision(
        'ns',
        'r.web.w',
        { ...object, spec: { ...object.spec, lifecycle } },
        { source },
        context,
      );
    const published = await move(await move(draft, 'Proposed', 'update'), 'Published', 'approval');
    expect(published.spec.revision).toBe(1);
    await cache.close();
    await engine.close();
  });
});

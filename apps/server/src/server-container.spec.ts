import { type PackageRevisionObject, type RepositoryObject, REPOSITORIES } from '@porch/api';
import { ENGINE, type EngineSettings, ENGINE_SETTINGS } from '@porch/engine/di';
import { backgroundContext, type PackageRenderer } from '@porch/repository';
import { OBJECT_STORE_CONTRACT, REPOSITORY_CACHE_CONTRACT } from '@porch/repository/di';
import { initBareRepository } from '@porch/repository-git';
import { createMemoryStore } from '@porch/store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildServerContainer } from './server-container';

const renderer: PackageRenderer = {
  render: (resources) => Promise.resolve({ resources, renderStatus: { error: '' }, failure: undefined }),
};

describe("the server's container", () => {
  const folder = mkdtempSync(join(tmpdir(), 'porch-container-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const build = () =>
    buildServerContainer({
      store: createMemoryStore(),
      renderer,
      gitCacheDirectory: join(folder, 'git'),
      allowedLocalDirectories: [folder],
      relaxReadinessGates: true,
      sharedUpstreamNamespaces: [],
    });

  it("hands the administrator's choices on", async () => {
    const container = await build();
    expect(container.get<EngineSettings>(ENGINE_SETTINGS).relaxReadinessGates).toBe(true);
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

import {
  type PackageRevisionLifecycle,
  type LifecycleChangeSource,
  type PackageRevisionObject,
  PORCH_API_VERSION,
  type ReadinessGate,
  REPOSITORIES,
  type RepositoryObject,
  type Task,
} from '@porch/api';
import { createRepositoryCache } from '@porch/cache';
import { type OperationContext, type PackageFile, type PackageRenderer } from '@porch/repository';
import { createInMemoryRepositoryOpener } from '@porch/repository/testing';
import { createMemoryStore } from '@porch/store';
import { createTaskHandler } from '@porch/task-handler';
import { createWatcherManager } from '@porch/watcher';
import { createEngine } from './create-engine';
import { type Engine } from './engine-contract';
import { toPackageRevisionObject } from './package-revision-object';
import { createReferenceResolver } from './reference-resolver';

const REPOSITORY_URL = 'memory://git';

export function newRevision(
  packageName: string,
  workspaceName: string,
  task?: Task,
  repository = 'git',
): PackageRevisionObject {
  return {
    apiVersion: PORCH_API_VERSION,
    kind: 'PackageRevision',
    metadata: {},
    spec: { packageName, workspaceName, repository, ...(task ? { tasks: [task] } : {}) },
  };
}

/** What a prepared revision starts from. */
export interface Preparation {
  readonly readinessGates?: readonly ReadinessGate[];
  /** Take it there past its gates, as a server with relaxed gates would. */
  readonly relaxed?: boolean;
}

export type EngineFixture = Awaited<ReturnType<typeof createEngineFixture>>;

/** An engine over the real cache, store, watcher and task handler; git and functions are played by in-memory twins. */
export async function createEngineFixture() {
  const store = createMemoryStore();
  const opener = createInMemoryRepositoryOpener();
  const cache = await createRepositoryCache({ store, opener });
  const watcher = createWatcherManager();
  let failure: string | undefined;
  let whileRendering: () => void = () => undefined;
  const renderer: PackageRenderer = {
    render(resources) {
      whileRendering();
      const renderStatus = { error: failure ?? '', result: { exitCode: failure ? 1 : 0 } };
      return Promise.resolve({ resources, renderStatus, failure });
    },
  };
  const taskHandler = createTaskHandler({
    renderer,
    referenceResolver: createReferenceResolver(cache),
    upstreamFetcher: { fetchPackage: () => Promise.reject(new Error('no upstream here')) },
  });
  const parts = { cache, store, taskHandler, watcher };
  const engine: Engine = createEngine(parts);
  /** The same parts behind an engine that leaves gates to its clients; it announces nothing. */
  const relaxedEngine: Engine = createEngine({ ...parts, watcher: createWatcherManager(), relaxReadinessGates: true });

  const object: RepositoryObject = {
    apiVersion: 'config.porch.kpt.dev/v1alpha1',
    kind: 'Repository',
    metadata: { name: 'git', namespace: 'ns' },
    spec: { type: 'git', git: { repo: REPOSITORY_URL, branch: 'main' } },
  };
  await store.create(REPOSITORIES, object);
  const context: OperationContext = { signal: new AbortController().signal };
  await cache.openRepository(object, context);

  const seen: string[] = [];
  const stop = new AbortController();
  engine.watchPackageRevisions(
    {},
    ({ type, packageRevision }) => {
      seen.push(`${type} ${packageRevision.name} ${packageRevision.lifecycle}`);
    },
    stop.signal,
  );

  const get = async (name: string) => {
    const { items } = await engine.listPackageRevisions({ namespace: 'ns', name }, context);
    const [revision] = items;
    if (!revision) throw new Error(`${name} is not there`);
    return toPackageRevisionObject(revision);
  };
  const update = (changed: PackageRevisionObject, source: LifecycleChangeSource = 'update', through: Engine = engine) =>
    through.updatePackageRevision('ns', changed.metadata.name ?? '', changed, { source }, context);
  const create = (wanted: PackageRevisionObject, signal?: AbortSignal) =>
    engine.createPackageRevision('ns', wanted, {}, signal ? { signal } : context);

  /** A revision of a package, taken to a lifecycle along the allowed steps. */
  const inLifecycle = async (
    packageName: string,
    lifecycle: PackageRevisionLifecycle,
    workspaceName = 'w',
    preparation: Preparation = {},
  ): Promise<PackageRevisionObject> => {
    const { items } = cache.snapshot({ namespace: 'ns', packageName });
    const source = items.find((revision) => revision.kind === 'revision');
    const task: Task = source
      ? { type: 'edit', edit: { sourceRef: { name: source.name } } }
      : { type: 'init', init: { description: 'd' } };
    const wanted = newRevision(packageName, workspaceName, task);
    if (preparation.readinessGates) wanted.spec.readinessGates = [...preparation.readinessGates];
    let current = await create(wanted);
    const steps: [PackageRevisionLifecycle, LifecycleChangeSource][] = [
      ['Proposed', 'update'],
      ['Published', 'approval'],
      ['DeletionProposed', 'update'],
    ];
    for (const [to, by] of steps) {
      if (current.spec.lifecycle === lifecycle) break;
      const through = preparation.relaxed ? relaxedEngine : engine;
      current = await update({ ...current, spec: { ...current.spec, lifecycle: to } }, by, through);
    }
    return current;
  };

  const revisionOf = (name: string) => {
    const [revision] = cache.snapshot({ namespace: 'ns', name }).items;
    if (!revision) throw new Error(`${name} is not there`);
    return revision;
  };
  const remoteVersion = () => opener.remote(REPOSITORY_URL).version;

  return {
    engine,
    context,
    initialRemoteVersion: remoteVersion(),
    remoteVersion,
    get,
    update,
    create,
    inLifecycle,
    /** Names of all revisions but placeholders. */
    names: async () => {
      const { items } = await engine.listPackageRevisions({ namespace: 'ns' }, context);
      return items.filter((revision) => revision.kind !== 'placeholder').map((revision) => revision.name);
    },
    events: () => [...seen],
    forgetEvents: () => void seen.splice(0),
    failRenders: (text: string) => void (failure = text),
    onRender: (callback: () => void) => void (whileRendering = callback),
    /** Adds a file past the API, as somebody with git does. */
    addFile: async (name: string, path: string, file: PackageFile) => {
      const repository = cache.getRepository({ namespace: 'ns', name: 'git' });
      const draft = await repository?.updatePackageRevision(revisionOf(name), context);
      if (!repository || !draft) throw new Error('the repository is closed');
      const resources = new Map(await draft.getResources(context)).set(path, file);
      await draft.updateResources(resources, { type: 'push' }, context);
      await repository.closePackageRevisionDraft(draft, {}, context);
    },
    paths: async (name: string) => [...(await revisionOf(name).getResources(context)).keys()],
    close: async () => {
      stop.abort();
      await engine.close();
      await cache.close();
      await store.close();
    },
  };
}

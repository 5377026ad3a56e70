import {
  CONFIG_API_VERSION,
  type PackageRevisionLifecycle,
  type PackageRevisionObject,
  type PackageRevisionSpec,
  PORCH_API_VERSION,
  type RepositoryObject,
  type Task,
} from '@porch/api';
import {
  Backoff,
  type Client,
  createClient,
  loadKubeconfig,
  packageRevisionResources,
  packageRevisions,
  repositories,
  resolveConnection,
  secrets,
  type WatchEvent,
} from '@porch/client';

export interface Registration {
  readonly name: string;
  readonly repo: string;
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** What porchctl does, without a process for each step. Every refusal is a PorchError. */
export class PorchApi {
  private constructor(readonly client: Client) {}

  static async connect(kubeconfig: string): Promise<PorchApi> {
    const connection = await resolveConnection({
      kubeconfig: await loadKubeconfig({ explicitFile: kubeconfig, env: {} }),
      overrides: {},
    });
    return new PorchApi(createClient({ connection }));
  }

  /** Registers a git repository and waits until it is Ready. */
  async register({ name, repo, credentials }: Registration): Promise<void> {
    const secret = `${name}-auth`;
    if (credentials) await this.createSecret(secret, credentials);
    await this.client.create(repositories, {
      apiVersion: CONFIG_API_VERSION,
      kind: 'Repository',
      metadata: { name },
      spec: {
        type: 'git',
        git: { repo, branch: 'main', createBranch: true, ...(credentials ? { secretRef: { name: secret } } : {}) },
      },
    });
    await this.untilReady(name);
  }

  async untilReady(repository: string): Promise<void> {
    for await (const { object } of this.client.watch(repositories)) {
      const ready = object.status?.conditions?.find(({ type }) => type === 'Ready');
      if (object.metadata.name === repository && ready?.status === 'True') return;
    }
  }

  /** Asks for a sync now; to await {@link synchronised}. */
  askForSync(repository: string): Promise<RepositoryObject> {
    const sync = { runOnceAt: new Date().toISOString() };
    return this.client.patch(repositories, { name: repository }, { spec: { sync } });
  }

  /** Waits until a sync that was asked for is done, and taken out of the specification; when that was. */
  async synchronised({ metadata, spec }: RepositoryObject): Promise<string | undefined> {
    for await (const { object } of this.client.watch(repositories)) {
      if (object.metadata.name !== metadata.name || object.spec.sync !== undefined) continue;
      if (object.status?.observedRunOnceAt === spec.sync?.runOnceAt) return object.status?.lastFullSyncTime;
    }
    return undefined;
  }

  init(repository: string, packageName: string, workspaceName: string): Promise<PackageRevisionObject> {
    return this.create({ repository, packageName, workspaceName }, { type: 'init', init: {} });
  }

  /** The next draft of a package, from one of its published revisions. */
  edit(source: PackageRevisionObject, workspaceName: string): Promise<PackageRevisionObject> {
    const { repository, packageName } = source.spec;
    const task = { type: 'edit', edit: { sourceRef: { name: source.metadata.name ?? '' } } } as const;
    return this.create({ repository, packageName, workspaceName }, task);
  }

  /** Puts one file into a draft, beside what it has. */
  async push(name: string, path: string, text: string): Promise<void> {
    const current = await this.client.get(packageRevisionResources, { name });
    const resources = { ...current.spec?.resources, [path]: text };
    await this.client.update(packageRevisionResources, { ...current, spec: { ...current.spec, resources } });
  }

  async files(name: string): Promise<Readonly<Record<string, string>>> {
    return (await this.client.get(packageRevisionResources, { name })).spec?.resources ?? {};
  }

  propose(name: string): Promise<PackageRevisionObject> {
    return this.become(name, 'Proposed');
  }

  /** Takes a proposal back. */
  reject(name: string): Promise<PackageRevisionObject> {
    return this.become(name, 'Draft');
  }

  async approve(name: string): Promise<PackageRevisionObject> {
    return this.approveAsRead(await this.get(name));
  }

  /** Approves what was read before, which may no longer be so. */
  approveAsRead(revision: PackageRevisionObject): Promise<PackageRevisionObject> {
    const approved = { ...revision, spec: { ...revision.spec, lifecycle: 'Published' as const } };
    return this.client.update(packageRevisions, approved, { subresource: 'approval' });
  }

  proposeDeletion(name: string): Promise<PackageRevisionObject> {
    return this.become(name, 'DeletionProposed');
  }

  async delete(name: string): Promise<void> {
    await this.client.delete(packageRevisions, { name });
  }

  get(name: string): Promise<PackageRevisionObject> {
    return this.client.get(packageRevisions, { name });
  }

  async list(): Promise<PackageRevisionObject[]> {
    return (await this.client.list(packageRevisions)).items;
  }

  /** Starts with what there is, or after a version. */
  watch(signal: AbortSignal, resourceVersion?: string): AsyncIterable<WatchEvent<PackageRevisionObject>> {
    return this.client.watch(packageRevisions, { signal, resourceVersion, backoff: new Backoff(50, 500) });
  }

  close(): void {
    this.client.close();
  }

  private async createSecret(name: string, credentials: Readonly<Record<string, string>>): Promise<void> {
    const entries = Object.entries(credentials).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
    await this.client.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      type: 'kubernetes.io/basic-auth',
      data: Object.fromEntries(entries) as Record<string, string>,
    });
  }

  private create(spec: PackageRevisionSpec, task: Task): Promise<PackageRevisionObject> {
    return this.client.create(packageRevisions, {
      apiVersion: PORCH_API_VERSION,
      kind: 'PackageRevision',
      metadata: {},
      spec: { ...spec, lifecycle: 'Draft', tasks: [task] },
    });
  }

  private async become(name: string, lifecycle: PackageRevisionLifecycle): Promise<PackageRevisionObject> {
    const revision = await this.get(name);
    return this.client.update(packageRevisions, { ...revision, spec: { ...revision.spec, lifecycle } });
  }
}

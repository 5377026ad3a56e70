import { badRequest, type KubernetesObject } from '@porch/api';
import {
  type Client,
  type DeleteOptions,
  type ListOptions,
  type ObjectList,
  type ObjectName,
  type PatchType,
  type ReadOptions,
  type TableOptions,
  type WriteOptions,
} from './client-contract';
import { type ConnectionConfig } from './connection-config';
import { type Connection, createConnection, type HttpRequest, type RequestTrace } from './http/connection';
import { apiVersionOf, resourcePath, type ResourceType } from './resource-type';
import { isTable, type Table, TABLE_ACCEPT } from './table';
import { type WatchEvent } from './watch/watch-event';
import { watchResource } from './watch/watch-resource';
import { type WatchOptions } from './watch/watch-stream';
import { watchTables } from './watch/watch-tables';

export interface ClientOptions {
  connection: ConnectionConfig;
  userAgent?: string;
  env?: Readonly<Record<string, string | undefined>>;
  onRequest?: (trace: RequestTrace) => void;
}

/** A client for one server; nothing is sent before the first call. Call `close` when done with it. */
export function createClient(options: ClientOptions): Client {
  const { connection: config, ...rest } = options;
  return new HttpClient(createConnection({ config, ...rest }), config);
}

const PATCH_CONTENT_TYPES: Record<PatchType, string> = {
  'json-patch': 'application/json-patch+json',
  'merge-patch': 'application/merge-patch+json',
  'strategic-merge-patch': 'application/strategic-merge-patch+json',
  'apply-patch': 'application/apply-patch+yaml',
};

interface WireList<T> {
  metadata?: { resourceVersion?: string; continue?: string };
  items?: T[] | null;
}

class HttpClient implements Client {
  readonly namespace: string;
  readonly server: string;

  constructor(
    private readonly connection: Connection,
    config: ConnectionConfig,
  ) {
    this.namespace = config.namespace ?? 'default';
    this.server = config.server;
  }

  get<T extends KubernetesObject>(type: ResourceType<T>, at: ObjectName, options: ReadOptions = {}): Promise<T> {
    return this.exchange<T>({ method: 'GET', path: this.path(type, at), signal: options.signal });
  }

  async list<T extends KubernetesObject>(type: ResourceType<T>, options: ListOptions = {}): Promise<ObjectList<T>> {
    const items: T[] = [];
    let page: WireList<T>;
    let next: string | undefined;
    do {
      page = await this.exchange<WireList<T>>({
        method: 'GET',
        path: this.collection(type, options),
        query: { ...listQuery(options), continue: next },
        signal: options.signal,
      });
      for (const item of page.items ?? []) items.push(withTypeMeta(item, type));
      next = page.metadata?.continue || undefined;
    } while (next !== undefined);
    return { resourceVersion: page.metadata?.resourceVersion ?? '', items };
  }

  async table(type: ResourceType, options: TableOptions = {}): Promise<Table> {
    const path =
      options.name === undefined
        ? this.collection(type, options)
        : this.path(type, { name: options.name, namespace: options.namespace });
    const rows: Table['rows'] = [];
    let next: string | undefined;
    for (;;) {
      const query = {
        ...(options.name === undefined ? { ...listQuery(options), continue: next } : {}),
        includeObject: options.includeObject,
      };
      const table = await this.exchange<unknown>({
        method: 'GET',
        path,
        query,
        accept: TABLE_ACCEPT,
        signal: options.signal,
      });
      if (!isTable(table)) throw badRequest(`the server did not answer ${path} with a table`);
      rows.push(...(table.rows ?? []));
      next = table.metadata?.continue || undefined;
      if (next === undefined) return { ...table, rows };
    }
  }

  create<T extends KubernetesObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const { namespace } = object.metadata;
    const path = resourcePath(type, { namespace: namespace || this.namespace });
    return this.exchange<T>({
      method: 'POST',
      path,
      query: writeQuery(options),
      body: withTypeMeta(object, type),
      signal: options.signal,
    });
  }

  update<T extends KubernetesObject>(type: ResourceType<T>, object: T, options: WriteOptions = {}): Promise<T> {
    const { name = '', namespace } = object.metadata;
    return this.exchange<T>({
      method: 'PUT',
      path: this.path(type, { name, namespace }, options.subresource),
      query: writeQuery(options),
      body: withTypeMeta(object, type),
      signal: options.signal,
    });
  }

  patch<T extends KubernetesObject>(
    type: ResourceType<T>,
    at: ObjectName,
    patch: unknown,
    options: WriteOptions & { type?: PatchType; force?: boolean } = {},
  ): Promise<T> {
    return this.exchange<T>({
      method: 'PATCH',
      path: this.path(type, at, options.subresource),
      query: { ...writeQuery(options), force: options.force },
      body: patch,
      contentType: PATCH_CONTENT_TYPES[options.type ?? 'merge-patch'],
      signal: options.signal,
    });
  }

  delete(type: ResourceType, at: ObjectName, options: DeleteOptions = {}): Promise<unknown> {
    return this.exchange({
      method: 'DELETE',
      path: this.path(type, at),
      body: {
        kind: 'DeleteOptions',
        apiVersion: apiVersionOf(type),
        ...(options.preconditions ? { preconditions: options.preconditions } : {}),
        ...(options.propagationPolicy ? { propagationPolicy: options.propagationPolicy } : {}),
        ...(options.dryRun ? { dryRun: ['All'] } : {}),
      },
      signal: options.signal,
    });
  }

  watch<T extends KubernetesObject>(type: ResourceType<T>, options: WatchOptions = {}): AsyncIterable<WatchEvent<T>> {
    return watchResource<T>(
      {
        list: (listOptions) => this.list(type, listOptions),
        open: (request) => this.connection.open(request),
        path: this.collection(type, options),
      },
      options,
    );
  }

  watchTables(type: ResourceType, options: WatchOptions = {}): AsyncIterable<Table> {
    return watchTables(
      {
        table: (listOptions) => this.table(type, listOptions),
        open: (request) => this.connection.open(request),
        path: this.collection(type, options),
      },
      options,
    );
  }

  text(path: string, options: ReadOptions = {}): Promise<string> {
    return this.connection.send({ method: 'GET', path, accept: '*/*', signal: options.signal });
  }

  json<T>(path: string, options: ReadOptions = {}): Promise<T> {
    return this.exchange<T>({ method: 'GET', path, signal: options.signal });
  }

  close(): void {
    this.connection.close();
  }

  private collection(type: ResourceType, { namespace }: { namespace?: string | undefined }): string {
    return resourcePath(type, { namespace: namespace ?? this.namespace });
  }

  private path(type: ResourceType, { name, namespace }: ObjectName, subresource?: string): string {
    if (name === '') throw badRequest(`the name of a ${type.kind} must not be empty`);
    return resourcePath(type, { namespace: namespace || this.namespace, name, subresource });
  }

  private async exchange<T>(request: HttpRequest): Promise<T> {
    const body = await this.connection.send(request);
    try {
      return JSON.parse(body) as T;
    } catch (error) {
      throw badRequest(`the server did not answer ${request.method} ${request.path} with JSON`, error);
    }
  }
}

function listQuery(options: ListOptions): HttpRequest['query'] {
  return {
    limit: options.pageSize ?? 500,
    labelSelector: options.labelSelector || undefined,
    fieldSelector: options.fieldSelector || undefined,
  };
}

function writeQuery(options: WriteOptions): HttpRequest['query'] {
  return {
    dryRun: options.dryRun ? 'All' : undefined,
    fieldManager: options.fieldManager,
    fieldValidation: options.fieldValidation,
  };
}

/** Items of a list carry no apiVersion and kind of their own on the wire. */
function withTypeMeta<T extends KubernetesObject>(object: T, type: ResourceType): T {
  return { ...object, apiVersion: object.apiVersion || apiVersionOf(type), kind: object.kind || type.kind };
}

import { type KubernetesObject } from '@porch/api';
import { type ResourceType } from './resource-type';
import { type Table } from './table';
import { type WatchEvent } from './watch/watch-event';
import { type WatchOptions } from './watch/watch-stream';

export interface ObjectName {
  name: string;
  /** Default: the connection's namespace. */
  namespace?: string | undefined;
}

export interface ReadOptions {
  signal?: AbortSignal | undefined;
}

export interface ListOptions extends ReadOptions {
  /** Undefined lists the connection's namespace, `''` every namespace. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
  /** Objects asked for at a time; all pages are fetched. Default 500. */
  pageSize?: number;
}

export interface TableOptions extends ListOptions {
  /** One object instead of a collection. */
  name?: string | undefined;
  /** What each row carries of its object; the server's default is its metadata. */
  includeObject?: 'None' | 'Metadata' | 'Object' | undefined;
}

export interface WriteOptions extends ReadOptions {
  dryRun?: boolean | undefined;
  fieldManager?: string | undefined;
  fieldValidation?: 'Strict' | 'Warn' | 'Ignore' | undefined;
  /** Write this part of the object only: `status`, `approval`. */
  subresource?: string | undefined;
}

export type PatchType = 'json-patch' | 'merge-patch' | 'strategic-merge-patch' | 'apply-patch';

export interface DeleteOptions extends ReadOptions {
  dryRun?: boolean | undefined;
  preconditions?: { uid?: string; resourceVersion?: string } | undefined;
  propagationPolicy?: 'Foreground' | 'Background' | 'Orphan' | undefined;
}

export interface ObjectList<T> {
  /** What a watch continues from. */
  resourceVersion: string;
  items: T[];
}

/** The API, typed. Every failure is a PorchError with the server's own message. */
export interface Client {
  /** Namespace of requests that name none. */
  readonly namespace: string;
  /** The server's base URL. */
  readonly server: string;
  get<T extends KubernetesObject>(type: ResourceType<T>, at: ObjectName, options?: ReadOptions): Promise<T>;
  list<T extends KubernetesObject>(type: ResourceType<T>, options?: ListOptions): Promise<ObjectList<T>>;
  /** One object (`name`) or a collection as the server's table. */
  table(type: ResourceType, options?: TableOptions): Promise<Table>;
  create<T extends KubernetesObject>(type: ResourceType<T>, object: T, options?: WriteOptions): Promise<T>;
  update<T extends KubernetesObject>(type: ResourceType<T>, object: T, options?: WriteOptions): Promise<T>;
  patch<T extends KubernetesObject>(
    type: ResourceType<T>,
    at: ObjectName,
    patch: unknown,
    options?: WriteOptions & { type?: PatchType; force?: boolean },
  ): Promise<T>;
  /** The deleted object, or the Status that the server answers with. */
  delete(type: ResourceType, at: ObjectName, options?: DeleteOptions): Promise<unknown>;
  watch<T extends KubernetesObject>(type: ResourceType<T>, options?: WatchOptions): AsyncIterable<WatchEvent<T>>;
  /** The same changes as the server's tables. */
  watchTables(type: ResourceType, options?: WatchOptions): AsyncIterable<Table>;
  /** Any other path: discovery, health, version. JSON is parsed when `T` is asked for through `json`. */
  text(path: string, options?: ReadOptions): Promise<string>;
  json<T>(path: string, options?: ReadOptions): Promise<T>;
  /** Closes the connections. */
  close(): void;
}

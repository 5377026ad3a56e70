import { type KubernetesObject } from '@porch/api';
import { type Clock } from '@porch/repository';
import { type ObjectFormat } from '../http/negotiation';
import { apiVersionOf, listKindOf, type ResourceKind } from '../kinds/resource-kind';
import {
  columnDefinitions,
  columnsOf,
  type IncludeObject,
  metaApiVersion,
  partialObjectMetadata,
  tableRow,
} from './table';

/** How a client wants to see objects. */
export interface ObjectView {
  readonly format: ObjectFormat;
  readonly includeObject: IncludeObject;
}

/** Where the objects behind snapshots come from. */
export interface ObjectSource<T> {
  toObject(snapshot: T): KubernetesObject;
}

export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

const CHUNK_BYTES = 64 * 1024;
const COMMA = Buffer.from(',');
const END = Buffer.from(']}\n');

/**
 * Encodes objects of one kind. What is made of a snapshot is kept as long as the snapshot is, so that lists and
 * watches join bytes instead of encoding again. Rows that show an age are made anew.
 */
export class ObjectEncoder<T extends object> {
  readonly #kind: ResourceKind;
  readonly #source: ObjectSource<T>;
  readonly #clock: Clock;
  /** By view, then snapshot. */
  readonly #known = new Map<string, WeakMap<T, Buffer>>();
  readonly #ages: boolean;

  constructor(kind: ResourceKind, source: ObjectSource<T>, clock: Clock) {
    this.#kind = kind;
    this.#source = source;
    this.#clock = clock;
    this.#ages = columnsOf(kind).some(({ type }) => type === 'date');
  }

  /** One object as the view shows it: itself, its metadata, or a table of one row. */
  single(snapshot: T, view: ObjectView): Buffer {
    if (view.format.as !== 'Table') return this.item(snapshot, view);
    const { resourceVersion = '' } = this.#source.toObject(snapshot).metadata;
    return this.list([snapshot], view, { resourceVersion });
  }

  list(snapshots: readonly T[], view: ObjectView, meta: ListMeta): Buffer {
    return Buffer.concat([...this.#listParts(snapshots, view, meta)]);
  }

  /** A long list in chunks that are good to send. Objects are encoded when their chunk is asked for. */
  *listInChunks(snapshots: readonly T[], view: ObjectView, meta: ListMeta): Generator<Buffer, void, void> {
    let parts: Buffer[] = [];
    let bytes = 0;
    for (const part of this.#listParts(snapshots, view, meta)) {
      parts.push(part);
      bytes += part.length;
      if (bytes < CHUNK_BYTES) continue;
      yield Buffer.concat(parts);
      parts = [];
      bytes = 0;
    }
    if (bytes > 0) yield Buffer.concat(parts);
  }

  *#listParts(snapshots: readonly T[], view: ObjectView, meta: ListMeta): Generator<Buffer, void, void> {
    yield Buffer.from(this.#listHead(view, meta));
    let first = true;
    for (const snapshot of snapshots) {
      if (!first) yield COMMA;
      first = false;
      yield this.item(snapshot, view);
    }
    yield END;
  }

  /** A list of objects that come one by one; a chunk for each. */
  async *listChunks(snapshots: AsyncIterable<T>, view: ObjectView, meta: ListMeta): AsyncGenerator<Buffer, void, void> {
    let before = Buffer.from(this.#listHead(view, meta));
    for await (const snapshot of snapshots) {
      yield Buffer.concat([before, this.item(snapshot, view)]);
      before = COMMA;
    }
    yield before === COMMA ? END : Buffer.concat([before, END]);
  }

  /** Names what a view shows of this kind: the same snapshot may be shown as several. */
  viewKey(view: ObjectView): string {
    return `${apiVersionOf(this.#kind)}/${viewKey(view)}`;
  }

  /** What a list has of one object: the object, its metadata, or its row. */
  item(snapshot: T, view: ObjectView): Buffer {
    const encodings = this.#encodingsFor(view);
    const known = encodings.get(snapshot);
    if (known) return known;
    const bytes = this.encode(this.#source.toObject(snapshot), view);
    if (view.format.as !== 'Table' || !this.#ages) encodings.set(snapshot, bytes);
    return bytes;
  }

  #encodingsFor(view: ObjectView): WeakMap<T, Buffer> {
    const key = viewKey(view);
    const encodings = this.#known.get(key) ?? new WeakMap<T, Buffer>();
    this.#known.set(key, encodings);
    return encodings;
  }

  encode(object: KubernetesObject, { format, includeObject }: ObjectView): Buffer {
    switch (format.as) {
      case 'Object':
        return Buffer.from(JSON.stringify(object));
      case 'PartialObjectMetadata':
        return Buffer.from(JSON.stringify(partialObjectMetadata(object, format.version)));
      case 'Table':
        return Buffer.from(
          JSON.stringify(tableRow(this.#kind, object, includeObject, format.version, this.#clock.now())),
        );
    }
  }

  /** The answer to a write, as the view shows it. */
  encodeAnswer(object: KubernetesObject, view: ObjectView): Buffer {
    return view.format.as === 'Table' ? this.tableEvent(object, view, true) : this.encode(object, view);
  }

  /** A table of one row, as table watches send it; columns are defined in the first only. */
  tableEvent(object: KubernetesObject, view: ObjectView, withColumns: boolean): Buffer {
    const { resourceVersion = '' } = object.metadata;
    const head = this.#listHead(view, { resourceVersion }, withColumns);
    return Buffer.concat([Buffer.from(head), this.encode(object, view), Buffer.from(']}')]);
  }

  #listHead({ format }: ObjectView, metadata: ListMeta, withColumns = true): string {
    const open = (head: object, last: string) => `${JSON.stringify(head).slice(0, -1)},"${last}":[`;
    switch (format.as) {
      case 'Object':
        return open({ kind: listKindOf(this.#kind), apiVersion: apiVersionOf(this.#kind), metadata }, 'items');
      case 'PartialObjectMetadata':
        return open(
          { kind: 'PartialObjectMetadataList', apiVersion: metaApiVersion(format.version), metadata },
          'items',
        );
      case 'Table': {
        const columns = withColumns ? columnDefinitions(this.#kind) : null;
        const head = {
          kind: 'Table',
          apiVersion: metaApiVersion(format.version),
          metadata,
          columnDefinitions: columns,
        };
        return open(head, 'rows');
      }
    }
  }
}

/** Names a view among all there are. */
function viewKey({ format, includeObject }: ObjectView): string {
  switch (format.as) {
    case 'Object':
      return format.as;
    case 'PartialObjectMetadata':
      return `${format.as}/${format.version}`;
    case 'Table':
      return `${format.as}/${format.version}/${includeObject}`;
  }
}

import { type KubernetesObject, toStatus } from '@porch/api';
import { type ObjectEncoder, type ObjectView } from '../encoding/object-encoder';
import { resourceVersionTooOld } from '../http/request-errors';
import { type ChangeLog, type LoggedChange } from './change-log';

/** Where a watch writes: a response, or a stand-in. */
export interface WatchSink {
  /** False when what was written has to drain first. */
  write(bytes: Buffer): boolean;
  /** Ends after what was written. */
  end(): void;
  /** Ends at once: the client does not read. */
  abort(): void;
}

export interface WatchSessionOptions<T extends object> {
  readonly log: ChangeLog<T>;
  readonly encoder: ObjectEncoder<T>;
  readonly view: ObjectView;
  readonly matches: (snapshot: T) => boolean;
  readonly toObject: (snapshot: T) => KubernetesObject;
  readonly sink: WatchSink;
  /** Changes up to this version are known to the client. */
  readonly after: number;
}

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const LINE_END = Buffer.from('}\n');
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

/**
 * One watch: walks the log from where its client is and writes what the client selected. It never holds more than
 * the sink's own buffer: while that drains the session only keeps its place, and when the log has moved on past that
 * place the watch ends, so that a slow client costs nobody else anything.
 */
export class WatchSession<T extends object> {
  readonly #options: WatchSessionOptions<T>;
  readonly #key: string;
  readonly #stopListening: () => void;
  #position: number;
  #after: number;
  #latest: number;
  #started = false;
  #stalled = false;
  #columnsSent = false;
  #ended = false;

  /** Takes its place in the log; nothing is written before {@link start}. */
  constructor(options: WatchSessionOptions<T>) {
    this.#options = options;
    this.#key = options.encoder.viewKey(options.view);
    this.#after = options.after;
    this.#position = options.log.positionAfter(options.after);
    this.#latest = options.after;
    this.#stopListening = options.log.onAppend(() => this.#advance());
  }

  /** Sends what there is, then what comes. Changes up to `after` are left out, when it is given. */
  start(after?: number): void {
    if (after !== undefined) this.#after = Math.max(this.#after, after);
    this.#started = true;
    this.#advance();
  }

  /** The objects a watch begins with. */
  sendInitial(snapshots: readonly T[]): void {
    for (const snapshot of snapshots) this.#send(this.#lineFor('ADDED', this.#options.toObject(snapshot), snapshot));
  }

  /** Tells the version the client has everything up to. */
  sendBookmark(kind: string, apiVersion: string, initialEventsEnd: boolean, resourceVersion?: string): void {
    const caughtUp = this.#started && this.#position >= this.#options.log.endPosition;
    if (this.#ended || (!initialEventsEnd && (this.#stalled || !caughtUp))) return;
    const version = resourceVersion ?? String(Math.max(this.#after, this.#latest, this.#options.log.newestVersion));
    const annotations = initialEventsEnd ? { annotations: { [INITIAL_EVENTS_END]: 'true' } } : {};
    const object = {
      kind,
      apiVersion,
      metadata: { resourceVersion: version, creationTimestamp: null, ...annotations },
    };
    this.#send(lineOf('BOOKMARK', this.#bookmarkBody(object)));
  }

  /** The sink has room again. */
  drained(): void {
    this.#stalled = false;
    this.#advance();
  }

  /** Ends the watch, with an error event when there is a reason to tell. */
  end(error?: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stopListening();
    const { sink } = this.#options;
    if (this.#stalled) {
      sink.abort();
      return;
    }
    if (error !== undefined) sink.write(lineOf('ERROR', Buffer.from(JSON.stringify(toStatus(error)))));
    sink.end();
  }

  /** Sends what can be sent; what goes wrong with that is this watch's own affair. */
  #advance(): void {
    try {
      this.#pump();
    } catch (error) {
      this.end(error);
    }
  }

  #pump(): void {
    if (this.#ended) return;
    const { log } = this.#options;
    if (this.#position < log.firstPosition) {
      this.end(resourceVersionTooOld(String(this.#latest), String(log.oldestVersion)));
      return;
    }
    const lines: Buffer[] = [];
    while (this.#started && !this.#stalled && this.#position < log.endPosition) {
      const change = log.at(this.#position);
      this.#position += 1;
      if (change === undefined || change.resourceVersion <= this.#after) continue;
      this.#latest = Math.max(this.#latest, change.resourceVersion);
      const line = this.#changeLine(change);
      if (line) lines.push(line);
      if (lines.length >= 64) this.#send(Buffer.concat(lines.splice(0)));
    }
    if (lines.length > 0) this.#send(lines.length === 1 && lines[0] ? lines[0] : Buffer.concat(lines));
  }

  #send(bytes: Buffer): void {
    if (!this.#options.sink.write(bytes)) this.#stalled = true;
  }

  /** What a change means to this client: one that makes an object enter or leave its selection is another event. */
  #changeLine(change: LoggedChange<T>): Buffer | undefined {
    const { matches } = this.#options;
    const selected = matches(change.snapshot);
    if (change.type === 'Added') return selected ? this.#lineOfChange('ADDED', change, false) : undefined;
    const wasSelected =
      change.previous === undefined ? change.type === 'Deleted' && selected : matches(change.previous);
    if (change.type === 'Deleted')
      return selected || wasSelected ? this.#lineOfChange('DELETED', change, false) : undefined;
    if (selected) {
      const known = wasSelected || change.previous === undefined;
      return this.#lineOfChange(known ? 'MODIFIED' : 'ADDED', change, false);
    }
    return wasSelected || change.previous === undefined ? this.#lineOfChange('DELETED', change, true) : undefined;
  }

  #lineOfChange(type: EventType, change: LoggedChange<T>, asBefore: boolean): Buffer {
    const table = this.#options.view.format.as === 'Table';
    const key = `${type}/${asBefore ? 'before' : 'after'}/${this.#key}/${table && !this.#columnsSent ? 'columns' : ''}`;
    const known = change.encodings.get(key);
    if (known) {
      this.#columnsSent = true;
      return known;
    }
    const snapshot = asBefore ? (change.previous ?? change.snapshot) : change.snapshot;
    const object = this.#options.toObject(snapshot);
    const resourceVersion = String(change.resourceVersion);
    const line =
      object.metadata.resourceVersion === resourceVersion
        ? this.#lineFor(type, object, snapshot)
        : this.#lineFor(type, { ...object, metadata: { ...object.metadata, resourceVersion } }, undefined);
    change.encodings.set(key, line);
    return line;
  }

  #lineFor(type: EventType, object: KubernetesObject, snapshot: T | undefined): Buffer {
    const { encoder, view } = this.#options;
    if (view.format.as === 'Table') {
      const bytes = encoder.tableEvent(object, view, !this.#columnsSent);
      this.#columnsSent = true;
      return lineOf(type, bytes);
    }
    return lineOf(type, snapshot === undefined ? encoder.encode(object, view) : encoder.item(snapshot, view));
  }

  #bookmarkBody(object: KubernetesObject): Buffer {
    const { encoder, view } = this.#options;
    switch (view.format.as) {
      case 'Object':
        return Buffer.from(JSON.stringify(object));
      case 'PartialObjectMetadata':
        return encoder.encode(object, view);
      case 'Table': {
        const bytes = encoder.tableEvent(object, view, !this.#columnsSent);
        this.#columnsSent = true;
        return bytes;
      }
    }
  }
}

function lineOf(type: EventType, object: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`{"type":"${type}","object":`), object, LINE_END]);
}

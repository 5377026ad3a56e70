import {
  type GitObject,
  type GitObjectType,
  identifyObject,
  type NewObject,
  type ObjectId,
} from '../objects/git-object';
import { type ObjectReader } from '../storage/object-database';

/** New objects on top of stored ones: a write in the making, which leaves nothing behind when it is dropped. */
export class ObjectOverlay implements ObjectReader {
  readonly #added = new Map<ObjectId, NewObject>();

  constructor(private readonly stored: ObjectReader) {}

  get added(): readonly NewObject[] {
    return [...this.#added.values()];
  }

  read(id: ObjectId): GitObject {
    return this.#added.get(id) ?? this.stored.read(id);
  }

  has(id: ObjectId): boolean {
    return this.#added.has(id) || this.stored.has(id);
  }

  /** @param previous the version it takes the place of, to be sent as a difference */
  add(type: GitObjectType, content: Buffer, previous?: ObjectId): ObjectId {
    const object = identifyObject(type, content);
    const base = previous === undefined ? undefined : { id: previous, ...this.read(previous) };
    this.#added.set(object.id, base && base.id !== object.id ? { ...object, previous: base } : object);
    return object.id;
  }
}

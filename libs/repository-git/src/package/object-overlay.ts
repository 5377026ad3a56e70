import {
  type GitObjectType,
  type GitObject,
  type IdentifiedObject,
  identifyObject,
  type ObjectId,
} from '../objects/git-object';
import { type ObjectReader } from '../storage/object-database';

/** New objects on top of stored ones: a write in the making, which leaves nothing behind when it is dropped. */
export class ObjectOverlay implements ObjectReader {
  readonly #added = new Map<ObjectId, IdentifiedObject>();

  constructor(private readonly stored: ObjectReader) {}

  get added(): readonly IdentifiedObject[] {
    return [...this.#added.values()];
  }

  read(id: ObjectId): GitObject {
    return this.#added.get(id) ?? this.stored.read(id);
  }

  has(id: ObjectId): boolean {
    return this.#added.has(id) || this.stored.has(id);
  }

  add(type: GitObjectType, content: Buffer): ObjectId {
    const object = identifyObject(type, content);
    this.#added.set(object.id, object);
    return object.id;
  }
}

import { type GitObject, type NewObject, type ObjectId } from '../objects/git-object';
import { type ObjectReader } from './object-database';

/** Several places that objects may be in; the first is asked first, and says so when an object is in none of them. */
export class LayeredObjects implements ObjectReader {
  constructor(private readonly layers: () => readonly [ObjectReader, ...ObjectReader[]]) {}

  read(id: ObjectId): GitObject {
    const layers = this.layers();
    return (layers.find((layer) => layer.has(id)) ?? layers[0]).read(id);
  }

  has(id: ObjectId): boolean {
    return this.layers().some((layer) => layer.has(id));
  }
}

/** Objects that are to be stored, before they are. */
export function withNewObjects(objects: readonly NewObject[], stored: ObjectReader): ObjectReader {
  const added = new Map(objects.map((object) => [object.id, object]));
  return { read: (id) => added.get(id) ?? stored.read(id), has: (id) => added.has(id) || stored.has(id) };
}

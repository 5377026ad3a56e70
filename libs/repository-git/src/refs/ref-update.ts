import { type ObjectId } from '../objects/git-object';

/** One ref's move; {@link ZERO_ID} as old value creates it, as new value deletes it. */
export interface RefUpdate {
  readonly name: string;
  readonly oldId: ObjectId;
  readonly newId: ObjectId;
}

/** A ref is not where the update expected it, or cannot be where it should go; nothing was changed. */
export class RefConflictError extends Error {
  override readonly name = 'RefConflictError';

  constructor(
    readonly refName: string,
    why: string,
  ) {
    super(`${refName}: ${why}`);
  }
}

/** Known refs by full name. */
export type RefMap = ReadonlyMap<string, ObjectId>;

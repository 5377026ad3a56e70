import { type ObjectId, ZERO_ID } from '../objects/git-object';

/** One ref's move; {@link ZERO_ID} as old value creates it, as new value deletes it. */
export interface RefUpdate {
  readonly name: string;
  readonly oldId: ObjectId;
  readonly newId: ObjectId;
}

/**
 * What a series of moves amounts to: all but those of refs that are made and removed again in it, which are only there
 * to be found where the series broke off.
 */
export function withoutPassingRefs(updates: readonly RefUpdate[]): readonly RefUpdate[] {
  const passing = new Set(passingRefs(updates).map(({ name }) => name));
  return passing.size === 0 ? updates : updates.filter(({ name }) => !passing.has(name));
}

/** The moves that make refs which the same series removes again. */
export function passingRefs(updates: readonly RefUpdate[]): readonly RefUpdate[] {
  const removed = new Set(updates.filter(({ newId }) => newId === ZERO_ID).map(({ name }) => name));
  return updates.filter(({ name, oldId, newId }) => oldId === ZERO_ID && newId !== ZERO_ID && removed.has(name));
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

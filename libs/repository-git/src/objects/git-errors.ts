import { type ObjectId } from './git-object';

/** Stored data is not what git wrote: a wrong checksum, a truncated pack, an object whose parts do not fit. */
export class CorruptRepositoryError extends Error {
  override readonly name = 'CorruptRepositoryError';
}

/** An object that is referred to is not there. */
export class MissingObjectError extends CorruptRepositoryError {
  constructor(readonly id: ObjectId) {
    super(`git object ${id} is missing`);
  }
}

/** A bound of {@link GitLimits} was exceeded. */
export class LimitExceededError extends Error {
  override readonly name = 'LimitExceededError';

  constructor(
    readonly limit: string,
    /** What exceeded it. */
    readonly what: string,
  ) {
    super(`${what} (limit ${limit})`);
  }
}

import { type OperationContext, type RepositoryProblem } from '@porch/repository';
import { type NewObject } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';
import { type ObjectReader } from '../storage/object-database';

/** Where the refs of record are: a bare directory, or a remote with a local mirror of its objects. */
export interface GitOrigin {
  /** The address for locks and messages; never holds credentials. */
  readonly address: string;
  readonly objects: ObjectReader;
  /** As last read or written by us. */
  readonly refs: RefMap;
  /** What the last refresh left undone. */
  readonly problems: readonly RepositoryProblem[];
  /** Asks which refs there are, without fetching what they point at. @throws TransportError */
  readRefs(context: OperationContext): Promise<RefMap>;
  /** Brings refs and objects up to date. @throws TransportError, CorruptRepositoryError, LimitExceededError */
  refresh(context: OperationContext): Promise<void>;
  /**
   * Stores objects and moves all refs or none, in the order given where the origin cannot do it at once. A ref that is
   * made and removed again in one push only exists in between, where there is one.
   * @throws RefConflictError when a ref is not where it was expected, and {@link refs} says where it is;
   * PushRefusedError when the origin does not want the push; TransportError
   */
  push(updates: readonly RefUpdate[], objects: readonly NewObject[], context: OperationContext): Promise<void>;
  /** Fetches everything anew when what is here is damaged; false where there is nowhere to fetch it from. */
  repair(context: OperationContext): Promise<boolean>;
  /** Runs work that moves the branch; one at a time, so that two publications here need not collide. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Called when much has been read: lets go of what that needed, and starts repacking where it is due. */
  upkeep(): void;
  close(): Promise<void>;
}

/** A hook, a protected branch or the like said no; nothing was changed. The text is the server's. */
export class PushRefusedError extends Error {
  override readonly name = 'PushRefusedError';
}

import { type ObjectId } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';

/** What a server made of a push. */
export interface PushReport {
  /** `ok`, or why the server could not store the objects. */
  readonly unpack: string;
  /** Per ref: `ok`, or why it was not moved. */
  readonly results: ReadonlyMap<string, string>;
  /** What the server, a hook for instance, said to whoever pushes. */
  readonly message: string;
}

/** One way to talk to a remote repository. */
export interface GitTransport {
  /** The remote's refs under the given prefixes. @throws TransportError */
  listRefs(prefixes: readonly string[], signal: AbortSignal): Promise<RefMap>;
  /** A pack with everything the wanted objects need beyond what we have. @throws TransportError */
  fetchPack(wants: readonly ObjectId[], haves: readonly ObjectId[], signal: AbortSignal): AsyncIterable<Buffer>;
  /** What the server offers for pushes: `atomic`, `no-thin` and the like. */
  pushCapabilities(signal: AbortSignal): Promise<ReadonlySet<string>>;
  /**
   * Sends objects and ref moves, each with the old value it expects.
   * @throws AnswerLostError when the request may have arrived but its answer did not; TransportError when nothing happened
   */
  push(updates: readonly RefUpdate[], pack: Buffer, signal: AbortSignal): Promise<PushReport>;
  close(): void;
}

export type TransportFailure = 'unreachable' | 'authentication' | 'forbidden' | 'not-found' | 'timeout' | 'protocol';

/** A remote could not be talked to. The text names the remote without its credentials. */
export class TransportError extends Error {
  override readonly name = 'TransportError';

  constructor(
    readonly failure: TransportFailure,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** A push was sent and no answer came: whether it took effect can only be told by reading the refs again. */
export class AnswerLostError extends TransportError {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('unreachable', message, options);
  }
}

/** Who asks, as the server authenticated them. */
export interface UserInfo {
  readonly name: string;
  /** Tells users apart who had the same name at different times. */
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/**
 * What every operation that can wait carries. The caller owns the signal; aborting it makes the operation reject with
 * the signal's reason, and nothing half done stays behind.
 */
export interface OperationContext {
  readonly signal: AbortSignal;
  readonly user?: UserInfo;
  /** The namespace of the package that is rendered, whose FunctionConfigs count for it. */
  readonly namespace?: string;
}

/** A context that is never aborted and names nobody, for start-up work and tests. */
export function backgroundContext(): OperationContext {
  return { signal: new AbortController().signal };
}

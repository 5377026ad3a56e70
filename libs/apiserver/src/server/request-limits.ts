/** Bounds of what one request may take. */
export interface RequestLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMilliseconds: number;
  /** Of a whole request, renders included; watches have their own. */
  readonly requestTimeoutMilliseconds: number;
  /** Changes of one kind kept for watches to go on from. */
  readonly watchHistory: number;
  readonly maxConnections: number;
}

/** Porch's own where it has them: 6 MiB bodies and 291 s requests (H-2.6). */
export const DEFAULT_LIMITS: RequestLimits = {
  maxBodyBytes: 6 * 1024 * 1024,
  bodyTimeoutMilliseconds: 60_000,
  requestTimeoutMilliseconds: 291_000,
  watchHistory: 2048,
  maxConnections: 20_000,
};

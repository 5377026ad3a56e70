/** Who did what, and how it went: one for every request that may change something. Bodies are not part of it. */
export interface AuditEntry {
  readonly time: string;
  readonly requestId: string;
  readonly user: string;
  readonly groups: readonly string[];
  /** The user who asked in the name of `user`. */
  readonly impersonatedBy?: string;
  readonly verb: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly dryRun: boolean;
  readonly code: number;
  readonly reason?: string;
}

export type Audit = (entry: AuditEntry) => void;

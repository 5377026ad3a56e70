import { type ResourceName } from '@porch/api';

/** A kind of stored objects, as far as controllers must know it. */
export interface ControlledKind {
  /** Plural and group: `repositories.config.porch.kpt.dev`. */
  readonly resource: ResourceName;
  /** The empty string for Kubernetes' core. */
  readonly group: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** The part of a logger that is used: fields first, then the text. */
export interface ControllerLog {
  warn(fields: object, message: string): void;
}

import { type Clock } from '@porch/repository';
import { ObjectEncoder } from '../encoding/object-encoder';
import { type ResourceKind } from '../kinds/resource-kind';
import { type ResourceBackend } from '../registry/resource-backend';

/** A kind with the backend its objects come from and the encoder they share. */
export interface ServedResource<T extends object = object> {
  readonly kind: ResourceKind;
  readonly backend: ResourceBackend<T>;
  readonly encoder: ObjectEncoder<T>;
}

export function serveResource<T extends object>(
  kind: ResourceKind,
  backend: ResourceBackend<T>,
  clock: Clock,
): ServedResource<T> {
  return { kind, backend, encoder: new ObjectEncoder<T>(kind, backend, clock) };
}

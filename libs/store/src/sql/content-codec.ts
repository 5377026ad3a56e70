import { type ResourceName } from '@porch/api';
import { type ObjectKey } from '../object-key';

/** How an object's JSON is written to a row, and read from it. */
export interface ContentCodec {
  /** Those that are not written as they are. */
  readonly sealed: readonly ResourceName[];
  encode(key: ObjectKey, text: string): string;
  /** @throws PorchError when the text cannot be read with what this codec knows */
  decode(key: ObjectKey, content: string): string;
  /** Whether a row is written as {@link encode} would write it now. */
  isCurrent(key: ObjectKey, content: string): boolean;
}

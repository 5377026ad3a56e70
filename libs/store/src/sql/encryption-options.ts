import { type ResourceName } from '@porch/api';
import { type ContentCodec } from './content-codec';
import { createSealedContent, plainContent } from './sealed-content';

/** Encryption at rest. */
export interface EncryptionOptions {
  /** 32 bytes each. The first encrypts; the others only decrypt what was encrypted before the first came. */
  readonly keys: readonly Uint8Array[];
  /** Secrets unless told. */
  readonly resources?: readonly ResourceName[];
  /** Told, when the store opens, how many texts had to be encrypted anew with the first key. */
  readonly onSealedAnew?: (texts: number) => void;
}

export function contentCodec(encryption: EncryptionOptions | undefined): ContentCodec {
  return encryption ? createSealedContent(encryption.keys, encryption.resources) : plainContent;
}

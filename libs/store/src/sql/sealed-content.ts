import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { PorchError, type ResourceName, SECRETS, unavailable } from '@porch/api';
import { keyText, type ObjectKey } from '../object-key';
import { type ContentCodec } from './content-codec';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** No JSON object starts like this. */
const MARK = 'sealed:v1:';

/** Writes everything as it is, and says so when it meets something sealed. */
export const plainContent: ContentCodec = {
  sealed: [],
  encode: (_key, text) => text,
  decode(key, content) {
    if (!content.startsWith(MARK)) return content;
    throw unavailable(
      `${key.resource} "${key.namespace}/${key.name}" is encrypted at rest; start with the key file it was written with`,
    );
  },
  isCurrent: () => true,
};

/**
 * Encrypts the objects of some resources, Secrets unless told otherwise, with AES-256-GCM. Each text is bound to its
 * object's key, so that one row's cannot be put into another. What was stored before encryption began stays readable.
 * @param keys 32 bytes each, from {@link readEncryptionKey}: the first encrypts, every one decrypts
 */
export function createSealedContent(
  keys: readonly Uint8Array[],
  resources: readonly ResourceName[] = [SECRETS],
): ContentCodec {
  const [first] = keys;
  if (!first) throw new PorchError('Invalid', 'encryption at rest needs a key');
  const sealed = new Set(resources);
  return {
    sealed: resources,
    encode: (objectKey, text) => (sealed.has(objectKey.resource) ? seal(first, objectKey, text) : text),
    decode(objectKey, content) {
      if (!content.startsWith(MARK)) return content;
      for (const key of keys) {
        const text = unseal(key, objectKey, content);
        if (text !== undefined) return text;
      }
      const what = `${objectKey.resource} "${objectKey.namespace}/${objectKey.name}"`;
      throw unavailable(`${what} cannot be decrypted: the key file it was written with is not among those given`);
    },
    isCurrent: (objectKey, content) =>
      !sealed.has(objectKey.resource) || (content.startsWith(MARK) && unseal(first, objectKey, content) !== undefined),
  };
}

/**
 * Reads a key file: 32 bytes as base64 or hexadecimal text, or as they are.
 * @throws PorchError naming the file, never its contents
 */
export function readEncryptionKey(path: string): Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new PorchError('Invalid', `cannot read the encryption key file ${path}`, { cause: error });
  }
  const text = bytes.toString('latin1').trim();
  const candidates = [/^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64'), bytes];
  const key = candidates.find((candidate) => candidate.length === 32);
  if (key) return key;
  throw new PorchError(
    'Invalid',
    `the encryption key file ${path} must hold 32 bytes (make one: openssl rand -base64 32)`,
  );
}

function seal(key: Uint8Array, objectKey: ObjectKey, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(keyText(objectKey)));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return MARK + sealed.toString('base64');
}

/** Undefined when it was sealed with another key, or for another object, or was changed since. */
function unseal(key: Uint8Array, objectKey: ObjectKey, content: string): string | undefined {
  const sealed = Buffer.from(content.slice(MARK.length), 'base64');
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES))
      .setAAD(Buffer.from(keyText(objectKey)))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    return decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}

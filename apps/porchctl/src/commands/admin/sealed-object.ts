import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { type KubernetesObject } from '@porch/api';
import { CommandError } from '../../session/command-error';

/** How an export holds an object that must not be readable: AES-256-GCM under a key that scrypt makes of a passphrase. */
export interface SealedObject extends KubernetesObject {
  kind: 'SealedObject';
  spec: {
    kdf: { name: 'scrypt'; salt: string; N: number; r: number; p: number };
    nonce: string;
    tag: string;
    data: string;
  };
}

export const SEALED_API_VERSION = 'export.porch.kpt.dev/v1';
const COST = { N: 1 << 15, r: 8, p: 1 };

/** Seals and opens objects under one passphrase; the key for each salt is made once. */
export class ObjectSeal {
  private readonly keys = new Map<string, Buffer>();
  private readonly salt = randomBytes(16);

  constructor(private readonly passphrase: string) {
    if (passphrase.length < 8) throw new CommandError('the passphrase must have at least 8 characters');
  }

  /** The object's kind, name and namespace stay readable, and cannot be changed without being noticed. */
  seal(object: KubernetesObject): SealedObject {
    const { namespace, name } = object.metadata;
    const metadata = { ...(name ? { name } : {}), ...(namespace ? { namespace } : {}), labels: { kind: object.kind } };
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(this.salt, COST), nonce).setAAD(associated(metadata));
    const data = Buffer.concat([cipher.update(JSON.stringify(object), 'utf8'), cipher.final()]);
    return {
      apiVersion: SEALED_API_VERSION,
      kind: 'SealedObject',
      metadata,
      spec: {
        kdf: { name: 'scrypt', salt: this.salt.toString('base64'), ...COST },
        nonce: nonce.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
      },
    };
  }

  /** @throws CommandError when the passphrase is another one or the object was changed */
  open({ metadata, spec }: SealedObject): KubernetesObject {
    const { salt, N, r, p } = spec.kdf;
    if (N > 1 << 20 || r > 32 || p > 16)
      throw new CommandError('a sealed object asks for an unreasonable key derivation');
    try {
      const key = this.key(Buffer.from(salt, 'base64'), { N, r, p });
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(spec.nonce, 'base64'))
        .setAAD(associated(metadata))
        .setAuthTag(Buffer.from(spec.tag, 'base64'));
      const text = Buffer.concat([decipher.update(Buffer.from(spec.data, 'base64')), decipher.final()]).toString(
        'utf8',
      );
      return JSON.parse(text) as KubernetesObject;
    } catch {
      throw new CommandError(
        `the sealed object "${metadata.name ?? ''}" cannot be opened: the passphrase is another one, or the file was changed`,
      );
    }
  }

  private key(salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Buffer {
    const id = [salt.toString('base64'), N, r, p].join(' ');
    const key = this.keys.get(id) ?? scryptSync(this.passphrase, salt, 32, { N, r, p, maxmem: 256 * N * r });
    this.keys.set(id, key);
    return key;
  }
}

export function isSealed(object: KubernetesObject): object is SealedObject {
  return object.kind === 'SealedObject' && object.apiVersion === SEALED_API_VERSION;
}

function associated({ namespace, name, labels }: KubernetesObject['metadata']): Buffer {
  return Buffer.from(JSON.stringify([labels?.['kind'], namespace ?? '', name ?? '']), 'utf8');
}

import { createHash } from 'node:crypto';

/** The lower-case hexadecimal SHA-1 of a git object. */
export type ObjectId = string;

export type GitObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface GitObject {
  readonly type: GitObjectType;
  readonly content: Buffer;
}

export interface IdentifiedObject extends GitObject {
  readonly id: ObjectId;
}

/** An object to be stored. */
export interface NewObject extends IdentifiedObject {
  /** An older version of it, which whoever receives this one has. */
  readonly previous?: IdentifiedObject;
}

/** What git writes where there is no object: the old value of a creation, the new value of a deletion. */
export const ZERO_ID: ObjectId = '0'.repeat(40);

export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

export function hashObject(type: GitObjectType, content: Uint8Array): ObjectId {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}

export function identifyObject(type: GitObjectType, content: Buffer): IdentifiedObject {
  return { id: hashObject(type, content), type, content };
}

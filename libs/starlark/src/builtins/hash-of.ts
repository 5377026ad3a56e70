import type { Budget } from '../runtime/budget';
import { StarlarkError } from '../runtime/starlark-error';
import { StarlarkBytes } from '../values/starlark-bytes';
import { typeName, type Value } from '../values/value';

/** What `hash()` returns: of a string the same as Java's, of bytes FNV-1a with 32 bits. */
export function hashOf(value: Value, budget: Budget): number {
  if (typeof value === 'string') {
    budget.work(value.length);
    let hash = 0;
    for (const character of value) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
    return hash;
  }
  if (value instanceof StarlarkBytes) {
    budget.work(value.length());
    return value.bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 16777619), 2166136261) >>> 0;
  }
  throw new StarlarkError(`hash: got ${typeName(value)}, want string or bytes`);
}

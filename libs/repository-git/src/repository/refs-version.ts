import { createHash } from 'node:crypto';
import { type RefLayout } from '../layout/ref-layout';
import { type RefMap } from '../refs/ref-update';

/** A digest of all refs that mean something here. */
export function refsVersion(refs: RefMap, layout: RefLayout): string {
  const hash = createHash('sha256');
  for (const name of [...refs.keys()].sort()) if (layout.parse(name)) hash.update(`${refs.get(name)} ${name}\n`);
  return hash.digest('hex');
}

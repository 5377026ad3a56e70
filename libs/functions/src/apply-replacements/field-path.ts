import { smartSplitPath } from '@porch/krm';

/** Splits a field path at dots; a name in brackets that selects nothing, `data.[a.b/c]`, is the name of a field. */
export function splitFieldPath(fieldPath: string): string[] {
  return smartSplitPath(fieldPath).map((part) => {
    const name = /^\[([^=]*)\]$/.exec(part)?.[1];
    return name ?? part;
  });
}

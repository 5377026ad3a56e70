/** The new name of a resource, by what it was called; undefined where there is none of the kind. */
export type NewNameOf = (group: string, kind: string, name: string) => string | undefined;

const PART = /^[-.\w]*$/;

/** Rewrites the name in a `depends-on` annotation, `group/namespaces/namespace/kind/name` or `group/kind/name`. */
export function renameDependsOn(value: string, newNameOf: NewNameOf): string {
  const parts = value.split('/');
  const isNamespaced = parts.length === 5 && parts[1] === 'namespaces';
  if ((!isNamespaced && parts.length !== 3) || !parts.every((part) => PART.test(part))) return value;
  const [group = '', kind = '', name = ''] = [parts[0], parts.at(-2), parts.at(-1)];
  const renamed = newNameOf(group, kind, name);
  return renamed === undefined ? value : [...parts.slice(0, -1), renamed].join('/');
}

/** Which resource a path names. Nothing is known yet of whether it exists. */
export interface ResourceRoute {
  readonly group: string;
  readonly version: string;
  /** Undefined for all namespaces, and for resources outside of any. */
  readonly namespace: string | undefined;
  readonly plural: string;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** The deprecated `/watch/` prefix was used. */
  readonly legacyWatch: boolean;
}

/** The resource that the segments of a path name, undefined when they have no such form. */
export function parseResourceRoute(segments: readonly string[]): ResourceRoute | undefined {
  if (segments.includes('')) return undefined;
  const [root, ...rest] = segments;
  if (root === 'api') return below('', rest[0], rest.slice(1));
  if (root === 'apis' && rest[0] !== undefined) return below(rest[0], rest[1], rest.slice(2));
  return undefined;
}

function below(group: string, version: string | undefined, segments: readonly string[]): ResourceRoute | undefined {
  if (version === undefined) return undefined;
  const legacyWatch = segments[0] === 'watch';
  const parts = legacyWatch ? segments.slice(1) : segments;
  const scoped = parts[0] === 'namespaces' && parts.length > 2 && !NAMESPACE_SUBRESOURCES.has(parts[2] ?? '');
  const [plural, name, subresource, ...more] = scoped ? parts.slice(2) : parts;
  if (plural === undefined || more.length > 0) return undefined;
  return { group, version, namespace: scoped ? parts[1] : undefined, plural, name, subresource, legacyWatch };
}

const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set(['status', 'finalize']);

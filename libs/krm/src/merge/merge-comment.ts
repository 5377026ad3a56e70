import type { KrmObject } from '../document/krm-object';
import { getField, getKey } from '../document/node-access';
import type { YamlNode } from '../document/yaml-node';

const MERGE_COMMENT_PREFIX = 'kpt-merge:';

/** Annotation that says which upstream resource a resource came from: `group|kind|namespace|name`. */
export const UPSTREAM_IDENTIFIER_ANNOTATION = 'internal.kpt.dev/upstream-identifier';

const DEFAULT_NAMESPACE = 'default';
/** How kustomize spells "this has no namespace". */
const NOT_A_NAMESPACE = '_non_namespaceable_';
const UNKNOWN_NAMESPACE = '~C';

/** Namespace and name under which a resource is matched in a merge. */
export interface MergeKey {
  namespace: string;
  name: string;
}

/** Reads the merge key in the comment of the `metadata` key (`metadata: # kpt-merge: namespace/name`). */
export function mergeKeyFromComment(resource: YamlNode): MergeKey | undefined {
  const metadata = getField(resource, 'metadata');
  if (!metadata || metadata.content.length === 0) return undefined;
  return parseMergeComment(getKey(resource, 'metadata')?.lineComment ?? '');
}

function parseMergeComment(comment: string): MergeKey | undefined {
  const text = comment.replace(/^#/, '').trim();
  if (!text.startsWith(MERGE_COMMENT_PREFIX)) return undefined;
  const value = text.slice(MERGE_COMMENT_PREFIX.length).trim();
  const slash = value.indexOf('/');
  return slash < 0 ? undefined : { namespace: value.slice(0, slash), name: value.slice(slash + 1) };
}

/**
 * Stamps a resource with its merge key, so that it is still recognised after somebody renames it: the `kpt-merge:`
 * comment if there is none, and the upstream-identifier annotation derived from it. What has no name, namespace or
 * labels is not a resource and stays as it is (kpt's `addmergecomment`).
 *
 * @returns whether the node is a resource and was stamped.
 */
export function addMergeComment(resource: KrmObject): boolean {
  const { node, name, namespace } = resource;
  const key = getKey(node, 'metadata');
  if (!key || (name === '' && namespace === '' && resource.labels.size === 0)) return false;

  if (!key.lineComment.includes(MERGE_COMMENT_PREFIX)) {
    key.lineComment = `# ${MERGE_COMMENT_PREFIX} ${namespace}/${name}`;
  }
  setUpstreamIdentifier(resource);
  return true;
}

/** Says by annotation which upstream resource this one is: the one its merge key names, else the one of its own name. */
export function setUpstreamIdentifier(resource: KrmObject): void {
  const { node, name, namespace } = resource;
  const mergeKey = parseMergeComment(getKey(node, 'metadata')?.lineComment ?? '') ?? { namespace, name };
  const upstream = upstreamNamespace(mergeKey.namespace, namespace);
  const identifier = [resource.group, resource.kind, upstream, mergeKey.name].join('|');
  resource.setAnnotation(UPSTREAM_IDENTIFIER_ANNOTATION, identifier);
}

function upstreamNamespace(mergeNamespace: string, ownNamespace: string): string {
  if (mergeNamespace === '') return DEFAULT_NAMESPACE;
  return ownNamespace === NOT_A_NAMESPACE ? UNKNOWN_NAMESPACE : mergeNamespace;
}

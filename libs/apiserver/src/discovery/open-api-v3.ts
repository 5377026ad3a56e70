import { createHash } from 'node:crypto';
import { type JsonObject } from '../json/json-object';
import { type GroupVersion, groupVersions } from '../kinds/kind-table';
import { OBJECT_META_SCHEMA } from '../kinds/object-meta-schema';
import { objectSchemaOf } from '../kinds/object-schema';
import { patchTypesOf } from '../patch/patch-type';
import { listKindOf, type ResourceKind, type Verb } from '../kinds/resource-kind';

const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const LIST_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';
const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** Where the document of a group and version is, below `/openapi/v3/`. */
function openApiPath({ group, version }: Pick<GroupVersion, 'group' | 'version'>): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

/** The documents of all groups and versions by their path, and the index of them with their hashes. */
export interface OpenApiV3 {
  readonly index: JsonObject;
  readonly documents: ReadonlyMap<string, Buffer>;
}

export function openApiV3(kinds: readonly ResourceKind[], serverVersion: string): OpenApiV3 {
  const documents = new Map(
    groupVersions(kinds).map((served) => [
      openApiPath(served),
      Buffer.from(JSON.stringify(documentOf(served, serverVersion))),
    ]),
  );
  const paths = Object.fromEntries(
    [...documents].map(([path, bytes]) => {
      const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32).toUpperCase();
      return [path, { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` }];
    }),
  );
  return { index: { paths }, documents };
}

function documentOf(served: GroupVersion, version: string): JsonObject {
  return {
    openapi: '3.0.0',
    info: { title: 'Porch', version },
    paths: Object.assign({}, ...served.kinds.map(pathsOf)) as JsonObject,
    components: { schemas: Object.assign({}, META_SCHEMAS, ...served.kinds.map(schemasOf)) as JsonObject },
  };
}

const META_SCHEMAS = {
  [OBJECT_META]: OBJECT_META_SCHEMA,
  [LIST_META]: {
    type: 'object',
    description: 'Metadata of lists.',
    properties: {
      resourceVersion: { type: 'string', description: 'Version the list shows.' },
      continue: { type: 'string', description: 'Token for the next page.' },
      remainingItemCount: { type: 'integer', format: 'int64', description: 'Items after this page.' },
    },
  },
};

const gvkOf = ({ group, version }: ResourceKind, kind: string) => ({ group, kind, version });

function schemaName({ group, version }: ResourceKind, kind: string): string {
  const prefix = group === '' ? 'core' : group.split('.').reverse().join('.');
  return `${prefix}.${version}.${kind}`;
}

function schemasOf(kind: ResourceKind): JsonObject {
  const { properties, ...schema } = objectSchemaOf(kind);
  const typed = { apiVersion: properties?.['apiVersion'], kind: properties?.['kind'] };
  const listKind = listKindOf(kind);
  return {
    [schemaName(kind, kind.kind)]: {
      ...schema,
      properties: {
        ...properties,
        metadata: { description: 'Metadata of the object.', default: {}, allOf: [reference(OBJECT_META)] },
      },
      'x-kubernetes-group-version-kind': [gvkOf(kind, kind.kind)],
    },
    [schemaName(kind, listKind)]: {
      type: 'object',
      description: `A list of ${kind.kind} objects.`,
      required: ['items'],
      properties: {
        ...typed,
        metadata: reference(LIST_META),
        items: { type: 'array', items: reference(schemaName(kind, kind.kind)) },
      },
      'x-kubernetes-group-version-kind': [gvkOf(kind, listKind)],
    },
  };
}

const queryParameter = (name: string, type = 'string') => ({
  name,
  in: 'query',
  schema: { type, uniqueItems: true },
});
const pathParameter = (name: string) => ({
  name,
  in: 'path',
  required: true,
  schema: { type: 'string', uniqueItems: true },
});
const WRITE_PARAMETERS = ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => queryParameter(name));
const LIST_PARAMETERS = [
  ...['labelSelector', 'fieldSelector', 'continue', 'resourceVersion', 'resourceVersionMatch'].map((name) =>
    queryParameter(name),
  ),
  ...['limit', 'timeoutSeconds'].map((name) => queryParameter(name, 'integer')),
  ...['watch', 'allowWatchBookmarks', 'sendInitialEvents'].map((name) => queryParameter(name, 'boolean')),
];
type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';
const METHODS: Readonly<Record<Verb, HttpMethod>> = {
  create: 'post',
  delete: 'delete',
  deletecollection: 'delete',
  get: 'get',
  list: 'get',
  patch: 'patch',
  update: 'put',
  watch: 'get',
};
const COLLECTION_VERBS: readonly Verb[] = ['list', 'create', 'deletecollection'];
const OBJECT_VERBS: readonly Verb[] = ['get', 'update', 'patch', 'delete'];

function pathsOf(kind: ResourceKind): JsonObject {
  const root = `/${openApiPath(kind)}`;
  const scope = kind.namespaced ? [pathParameter('namespace')] : [];
  const base = kind.namespaced ? `${root}/namespaces/{namespace}/${kind.plural}` : `${root}/${kind.plural}`;
  const named = [...scope, pathParameter('name')];
  const pathItem = (verbs: readonly Verb[], served: readonly Verb[], parameters: readonly JsonObject[]) =>
    Object.fromEntries([
      ...verbs.filter((verb) => served.includes(verb)).map((verb) => [METHODS[verb], operationOf(kind, verb)]),
      ['parameters', parameters],
    ]) as JsonObject;
  const paths: JsonObject = { [base]: pathItem(COLLECTION_VERBS, kind.verbs, scope) };
  if (kind.verbs.includes('get')) paths[`${base}/{name}`] = pathItem(OBJECT_VERBS, kind.verbs, named);
  if (kind.namespaced && kind.verbs.includes('list'))
    paths[`${root}/${kind.plural}`] = pathItem(['list'], kind.verbs, []);
  for (const subresource of kind.subresources ?? []) {
    paths[`${base}/{name}/${subresource.name}`] = pathItem([...OBJECT_VERBS, 'create'], subresource.verbs, named);
  }
  return paths;
}

function operationOf(kind: ResourceKind, verb: Verb): JsonObject {
  const listed = verb === 'list';
  const answer = reference(schemaName(kind, listed ? listKindOf(kind) : kind.kind));
  const content = { 'application/json': { schema: answer } };
  const writes = verb === 'create' || verb === 'update' || verb === 'patch';
  const types = verb === 'patch' ? patchTypesOf(kind) : ['application/json', 'application/yaml'];
  const body = verb === 'patch' ? { type: 'object' } : reference(schemaName(kind, kind.kind));
  return {
    description: `${verb} ${kind.kind}`,
    operationId: `${verb}${kind.kind}`,
    parameters: [
      ...(writes ? WRITE_PARAMETERS : []),
      ...(listed || verb === 'deletecollection' ? LIST_PARAMETERS : []),
      ...(verb === 'patch' ? [queryParameter('force', 'boolean')] : []),
    ],
    ...(writes
      ? { requestBody: { required: true, content: Object.fromEntries(types.map((type) => [type, { schema: body }])) } }
      : {}),
    responses: { '200': { description: 'OK', content } },
    'x-kubernetes-action': verb === 'create' ? 'post' : verb === 'update' ? 'put' : verb,
    'x-kubernetes-group-version-kind': gvkOf(kind, kind.kind),
  };
}

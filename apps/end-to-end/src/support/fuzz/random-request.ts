import { type RandomNumbers } from '../crash/random-numbers';
import { type Json, mutateBytes, mutateJson, randomBytes, randomJson } from './random-json';
import { type ServedRoute } from './served-routes';
import { validObject } from './valid-objects';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** By the verbs that discovery tells of. */
const methodsOf: Readonly<Record<string, string>> = {
  get: 'GET',
  list: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
};
const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND'];
const patchTypes = ['merge-patch+json', 'json-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'];
const otherTypes = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'text/plain',
  '',
  ';;=',
];
const otherPaths = [
  '/',
  '/api',
  '/apis',
  '/version',
  '/healthz',
  '/readyz',
  '/livez',
  '/metrics',
  '/openapi/v2',
  '/openapi/v3',
];
const parameters = [
  'dryRun=All',
  'dryRun=',
  'fieldManager=f',
  'fieldManager=',
  'force=true',
  'fieldValidation=Strict',
  'fieldValidation=Ignore',
  'limit=1',
  'limit=-1',
  'continue=x',
  'continue=eyJ2IjoxfQ',
  'resourceVersion=0',
  'resourceVersion=1',
  'resourceVersion=x',
  'resourceVersionMatch=Exact',
  'watch=true&timeoutSeconds=1',
  'timeoutSeconds=x',
  'labelSelector=team%3Dred',
  'labelSelector=%21%28',
  'fieldSelector=metadata.name%3Da',
  'fieldSelector=spec.x%3D1',
  'propagationPolicy=Foreground',
  'pretty=1',
  'sendInitialEvents=true&watch=1&timeoutSeconds=1',
  '%zz',
  'a=%FF',
];

/** A request to anywhere: sound, nearly sound, or bytes. Names come from a few, so that what is stored stays little. */
export function randomRequest(routes: readonly ServedRoute[], random: RandomNumbers): FuzzRequest {
  const route = random.pick(routes);
  const name = randomName(route, random);
  const method = randomMethod(route, random);
  const query = Array.from({ length: random.pick([0, 0, 0, 1, 1, 2]) }, () => random.pick(parameters)).join('&');
  const path = `${randomPath(route, method, name, random)}${query ? `?${query}` : ''}`;
  return { method, path, contentType: randomType(method, random), body: randomBody(route, method, name, random) };
}

function randomMethod({ verbs }: ServedRoute, random: RandomNumbers): string {
  const served = verbs.map((verb) => methodsOf[verb]).filter((method) => method !== undefined);
  return random.below(8) === 0 || served.length === 0 ? random.pick(allMethods) : random.pick(served);
}

function randomName({ kind }: ServedRoute, random: RandomNumbers): string {
  if (!kind.startsWith('PackageRevision')) return random.pick(['a', 'b', 'c']);
  return random.pick([
    'playground.a.w1',
    'playground.a.w2',
    'playground.b.w1',
    'playground.dir.c.w1',
    'playground.a.main',
  ]);
}

function randomPath(route: ServedRoute, method: string, name: string, random: RandomNumbers): string {
  const oddity = random.below(20);
  if (oddity === 0) return random.pick(otherPaths);
  if (oddity === 1) return `/${encodeURI(randomBytes(random).toString('latin1')).slice(0, 80)}`;
  const { prefix, resource, subresource, namespaced } = route;
  const collection = `${prefix}${namespaced ? '/namespaces/default' : ''}/${resource}`;
  const item = `${collection}/${encodeURIComponent(random.below(15) === 0 ? '../%2f' : name)}`;
  if (subresource !== undefined) return `${item}/${subresource}`;
  // Deleting whole collections would leave little to try.
  return method === 'DELETE' || random.below(8) > (method === 'POST' ? 6 : 1) ? item : collection;
}

function randomType(method: string, random: RandomNumbers): string {
  if (random.below(6) === 0) return random.pick(otherTypes);
  return method === 'PATCH' ? `application/${random.pick(patchTypes)}` : 'application/json';
}

function randomBody({ apiVersion, kind }: ServedRoute, method: string, name: string, random: RandomNumbers): Buffer {
  if (method === 'GET' || method === 'HEAD') return Buffer.alloc(0);
  const how = random.below(8);
  if (how === 0) return randomBytes(random);
  const text = (value: Json) => Buffer.from(JSON.stringify(value));
  if (how === 1) return text(randomJson(random));
  if (method === 'DELETE') return text(mutateJson({ kind: 'DeleteOptions', preconditions: { uid: 'u' } }, random));
  const sound = validObject(apiVersion, kind, name, random);
  const patch = [
    { op: random.pick(['add', 'remove', 'replace', 'move', 'test']), path: '/metadata/labels/team', value: 'x' },
  ];
  const body = method === 'PATCH' && random.below(3) === 0 ? patch : sound;
  if (how === 2) return mutateBytes(text(body), random);
  return text(how <= 5 ? mutateJson(body, random) : body);
}

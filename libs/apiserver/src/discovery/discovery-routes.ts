import { type ApiAnswer, bytesAnswer, jsonAnswer } from '../http/api-answer';
import { discoveryContentType, negotiateDiscoveryFormat } from '../http/negotiation';
import { type ResourceKind } from '../kinds/resource-kind';
import { type JsonObject } from '../json/json-object';
import { aggregatedDiscovery } from './aggregated-discovery';
import { openApiV2 } from './open-api-v2';
import { encodeOpenApiV2 } from './open-api-v2-protobuf';
import { openApiV3 } from './open-api-v3';
import { apiGroup, apiGroupList, apiResourceList, coreVersions } from './plain-discovery';

/** Clients ask for it with `@v1.0`, which Go cannot read in an answer. */
const OPENAPI_V2_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const ASKS_FOR_PROTOBUF = /application\/com\.github\.proto-openapi\.spec\.v2[.@]v1\.0\+protobuf/;

/** What `GET /version` says beside constants. */
export interface ServerVersion {
  /** The Kubernetes version whose dialect is spoken; kubectl dispatchers choose their version by it. */
  readonly gitVersion: string;
  readonly gitCommit: string;
  readonly buildDate: string;
}

/** Answers the paths that describe the server; undefined for any other. */
export type DiscoveryRoutes = (segments: readonly string[], accept: string | undefined) => ApiAnswer | undefined;

export function createDiscoveryRoutes(kinds: readonly ResourceKind[], version: ServerVersion): DiscoveryRoutes {
  const openApi = openApiV3(kinds, version.gitVersion);
  const optional = (value: object | undefined) => (value ? jsonAnswer(value) : undefined);
  const root = (name: 'api' | 'apis', accept: string | undefined): ApiAnswer => {
    const format = negotiateDiscoveryFormat(accept);
    if (format === 'plain') return jsonAnswer(name === 'api' ? coreVersions() : apiGroupList(kinds));
    return jsonAnswer(aggregatedDiscovery(kinds, name, format), 200, discoveryContentType(format));
  };
  const openApi2 = makeOnce(() => {
    const documents = [...openApi.documents.values()].map((bytes) => JSON.parse(bytes.toString()) as JsonObject);
    return openApiV2(documents, version.gitVersion);
  });
  const openApi2Json = makeOnce(() => Buffer.from(JSON.stringify(openApi2())));
  const openApi2Protobuf = makeOnce(() => encodeOpenApiV2(openApi2()));
  const openApiRoute = (path: readonly string[], accept: string | undefined): ApiAnswer | undefined => {
    if (path[0] === 'v2' && path.length === 1) {
      if (!ASKS_FOR_PROTOBUF.test(accept ?? '')) return bytesAnswer(openApi2Json());
      return { type: 'bytes', status: 200, contentType: OPENAPI_V2_TYPE, body: openApi2Protobuf() };
    }
    if (path[0] !== 'v3') return undefined;
    if (path.length === 1) return jsonAnswer(openApi.index);
    const document = openApi.documents.get(path.slice(1).join('/'));
    return document && bytesAnswer(document);
  };
  return (segments, accept) => {
    const [first, second, third] = segments;
    if (first === 'version' && segments.length === 1) return jsonAnswer(versionInfo(version));
    if (first === 'openapi') return openApiRoute(segments.slice(1), accept);
    if (first === 'api') {
      if (segments.length === 1) return root('api', accept);
      return segments.length === 2 ? optional(apiResourceList(kinds, '', second ?? '')) : undefined;
    }
    if (first !== 'apis') return undefined;
    if (segments.length === 1) return root('apis', accept);
    if (segments.length === 2) return optional(apiGroup(kinds, second ?? ''));
    return segments.length === 3 ? optional(apiResourceList(kinds, second ?? '', third ?? '')) : undefined;
  };
}

/** Few clients ask for version 2 any more: it is made for the first of them. */
function makeOnce<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function versionInfo({ gitVersion, gitCommit, buildDate }: ServerVersion): object {
  const [major = '', minor = ''] = gitVersion.replace(/^v/, '').split('.');
  return {
    major,
    minor,
    gitVersion,
    gitCommit,
    gitTreeState: 'clean',
    buildDate,
    goVersion: '',
    compiler: 'node',
    platform: `${process.platform}/${process.arch}`,
  };
}

import { PorchError } from '@porch/api';
import { admitsJson, parseAccept } from './media-type';

/** How an answer shows objects: whole, as rows of a table, or their metadata alone. */
export type ObjectFormat =
  | { readonly as: 'Object' }
  | { readonly as: 'Table'; readonly version: MetaVersion }
  | { readonly as: 'PartialObjectMetadata'; readonly version: MetaVersion };

export type MetaVersion = 'v1' | 'v1beta1';
const META_VERSIONS: readonly MetaVersion[] = ['v1', 'v1beta1'];
const META_GROUP = 'meta.k8s.io';

const notAcceptable = (supported: string) =>
  new PorchError('NotAcceptable', `only the following media types are accepted: ${supported}`);

/**
 * The format of an answer with objects. A range with parameters that are not known is passed over.
 * @throws PorchError NotAcceptable when no range is left
 */
export function negotiateObjectFormat(accept: string | undefined): ObjectFormat {
  for (const range of parseAccept(accept)) {
    if (!admitsJson(range)) continue;
    const { as, g, v } = range.parameters;
    if (as === undefined) return { as: 'Object' };
    const version = META_VERSIONS.find((known) => known === v);
    if (version === undefined || g !== META_GROUP) continue;
    if (as === 'Table') return { as, version };
    if (as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList') {
      return { as: 'PartialObjectMetadata', version };
    }
  }
  throw notAcceptable('application/json');
}

export type DiscoveryFormat = 'plain' | 'v2' | 'v2beta1';

/**
 * The format of the roots of discovery. A client that offers only one version of the aggregated form gets that one or
 * the plain form: an answer in a version that was not offered is not understood (H-6.1).
 */
export function negotiateDiscoveryFormat(accept: string | undefined): DiscoveryFormat {
  for (const range of parseAccept(accept)) {
    if (!admitsJson(range)) continue;
    const { as, g, v } = range.parameters;
    if (as === undefined) return 'plain';
    if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && (v === 'v2' || v === 'v2beta1')) return v;
  }
  throw notAcceptable('application/json');
}

export function discoveryContentType(format: DiscoveryFormat): string {
  return format === 'plain'
    ? 'application/json'
    : `application/json;g=apidiscovery.k8s.io;v=${format};as=APIGroupDiscoveryList`;
}

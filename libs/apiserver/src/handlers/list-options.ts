import { badRequest, parseLabelSelector, PorchError } from '@porch/api';
import { integerParameter } from '../http/request-target';
import { type PageRequest } from '../registry/resource-backend';
import { parseFieldSelector } from '../selectors/field-selector';
import { type Selectors } from '../selectors/object-matcher';
import { resourceVersionTooLarge, resourceVersionTooOld } from '../http/request-errors';

/** @throws PorchError BadRequest for selectors that cannot be read */
export function selectorsOf(query: URLSearchParams, namespace: string | undefined): Selectors {
  return {
    namespace,
    labels: parseLabelSelector(query.get('labelSelector') ?? ''),
    fields: parseFieldSelector(query.get('fieldSelector') ?? ''),
  };
}

export type ResourceVersionMatch = 'Exact' | 'NotOlderThan' | undefined;

export interface VersionRequest {
  /** Undefined when none was given. */
  readonly resourceVersion: number | undefined;
  readonly match: ResourceVersionMatch;
}

/** @throws PorchError BadRequest for a version that is none, Invalid for a match that makes no sense */
export function versionRequestOf(query: URLSearchParams, sendInitialEvents: boolean): VersionRequest {
  const text = query.get('resourceVersion') ?? '';
  if (!/^\d{0,15}$/.test(text))
    throw badRequest(`Invalid value: "${text}": resourceVersion is no version of this server`);
  const match = query.get('resourceVersionMatch') ?? '';
  if (match !== '' && match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalidListOption(
      `resourceVersionMatch: Unsupported value: "${match}": supported values: "Exact", "NotOlderThan", ""`,
    );
  }
  if (match !== '' && text === '' && !sendInitialEvents) {
    throw invalidListOption(
      'resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    );
  }
  if (match === 'Exact' && text === '0') {
    throw invalidListOption(
      'resourceVersionMatch: Forbidden: resourceVersionMatch "Exact" is forbidden for resourceVersion "0"',
    );
  }
  return { resourceVersion: text === '' ? undefined : Number(text), match: match === '' ? undefined : match };
}

export const invalidListOption = (message: string) =>
  new PorchError('Invalid', `ListOptions.meta.k8s.io "" is invalid: ${message}`, {
    details: { group: 'meta.k8s.io', kind: 'ListOptions' },
  });

/** The version a list has to show, if not any that is new enough. */
export function exactVersion({ resourceVersion, match }: VersionRequest): string | undefined {
  return match === 'Exact' && resourceVersion !== undefined ? String(resourceVersion) : undefined;
}

/**
 * A list that shows the latest state satisfies any version but one not reached yet, and an exact one only if nothing
 * was written since.
 */
export function checkListVersion({ resourceVersion, match }: VersionRequest, current: string): void {
  if (resourceVersion === undefined || resourceVersion === 0) return;
  if (resourceVersion > Number(current)) throw resourceVersionTooLarge(String(resourceVersion), current);
  if (match === 'Exact' && resourceVersion < Number(current)) {
    throw resourceVersionTooOld(String(resourceVersion), current);
  }
}

/** Where in a list a client is; the version is the first page's, which the later ones show too. */
interface ContinueToken {
  readonly version: string;
  readonly after: string;
}

export interface ListPage extends PageRequest {
  readonly firstPageVersion: string | undefined;
}

/** @throws PorchError BadRequest for a token this server did not give */
export function pageOf(query: URLSearchParams, version: VersionRequest): ListPage {
  const limit = integerParameter(query, 'limit') || undefined;
  const token = query.get('continue') ?? '';
  if (token === '') return { limit, continueAfter: undefined, firstPageVersion: undefined };
  if (version.resourceVersion !== undefined && version.resourceVersion !== 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const decoded = decodeToken(token);
  return { limit, continueAfter: decoded.after, firstPageVersion: decoded.version };
}

export function encodeToken(version: string, after: string): string {
  return Buffer.from(JSON.stringify([version, after])).toString('base64url');
}

function decodeToken(token: string): ContinueToken {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === 2) {
      const [version, after] = parts as unknown[];
      if (typeof version === 'string' && /^\d{1,15}$/.test(version) && typeof after === 'string')
        return { version, after };
    }
  } catch {
    // Falls through: whatever it is, it is no token.
  }
  throw badRequest('continue key is not valid: it was not given by this server');
}

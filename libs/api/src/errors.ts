import { INTERNAL_ERROR_PREFIX, PorchError, type StatusCause } from './porch-error';
import { type ResourceName } from './groups';

const groupOf = (resource: ResourceName) => resource.split('.').slice(1).join('.');
const kindOf = (resource: ResourceName) => resource.split('.')[0] ?? resource;
const detailsOf = (resource: ResourceName, name: string) => {
  const group = groupOf(resource);
  return { name, ...(group ? { group } : {}), kind: kindOf(resource) };
};

export function badRequest(message: string, cause?: unknown): PorchError {
  return new PorchError('BadRequest', message, { cause });
}

export function notFound(resource: ResourceName, name: string): PorchError {
  return new PorchError('NotFound', `${resource} "${name}" not found`, { details: detailsOf(resource, name) });
}

export function alreadyExists(resource: ResourceName, name: string): PorchError {
  return new PorchError('AlreadyExists', `${resource} "${name}" already exists`, {
    details: detailsOf(resource, name),
  });
}

/** An update whose resourceVersion is not the stored one; upstream's wording, with its wire prefix where it has one. */
export function staleResourceVersion(resource: ResourceName, name: string, wirePrefix = ''): PorchError {
  return conflict(
    resource,
    name,
    'the object has been modified; please apply your changes to the latest version and try again',
    wirePrefix,
  );
}

export function conflict(resource: ResourceName, name: string, why: string, wirePrefix = ''): PorchError {
  return new PorchError('Conflict', `Operation cannot be fulfilled on ${resource} "${name}": ${why}`, {
    details: detailsOf(resource, name),
    wirePrefix,
  });
}

export function forbidden(resource: ResourceName, name: string, why: string): PorchError {
  return new PorchError('Forbidden', `${resource} "${name}" is forbidden: ${why}`, {
    details: detailsOf(resource, name),
  });
}

/** A whole object refused, with one cause per broken rule (metav1.StatusReasonInvalid). */
export function invalidObject(
  kind: string,
  group: string,
  name: string,
  causes: readonly Required<StatusCause>[],
): PorchError {
  const texts = causes.map((cause) => `${cause.field}: ${cause.message}`);
  const list = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const subject = group ? `${kind}.${group}` : kind;
  return new PorchError('Invalid', `${subject} "${name}" is invalid: ${list}`, {
    details: { name, ...(group ? { group } : {}), kind, causes: [...causes] },
  });
}

/** A request refused by the engine's rules; the wire carries upstream's prefix, the code says what it is. */
export function refused(message: string, cause?: unknown): PorchError {
  return new PorchError('Invalid', message, { wirePrefix: INTERNAL_ERROR_PREFIX, cause });
}

/** The engine's refusals that are about a name being taken. */
export function taken(message: string): PorchError {
  return new PorchError('AlreadyExists', message, { wirePrefix: INTERNAL_ERROR_PREFIX });
}

export function internalError(message: string, cause?: unknown): PorchError {
  return new PorchError('InternalError', message, { cause, wirePrefix: INTERNAL_ERROR_PREFIX });
}

export function unavailable(message: string, cause?: unknown): PorchError {
  return new PorchError('ServiceUnavailable', message, { cause });
}

export function timeout(message: string, cause?: unknown): PorchError {
  return new PorchError('Timeout', message, { cause });
}

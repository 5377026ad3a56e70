import { PorchError, type ResourceName } from '@porch/api';

export const resourceNotServed = () =>
  new PorchError('NotFound', 'the server could not find the requested resource', { details: {} });

export const methodNotAllowed = () =>
  new PorchError('MethodNotAllowed', 'the server does not allow this method on the requested resource', {
    details: {},
  });

export const bodyTooLarge = (limit: number) =>
  new PorchError('RequestEntityTooLarge', `Request entity too large: limit is ${limit}`);

export const unsupportedMediaType = (accepted: readonly string[]) =>
  new PorchError(
    'UnsupportedMediaType',
    'the body of the request was in an unknown format - accepted media types include: ' + accepted.join(', '),
  );

export const unauthorized = () => new PorchError('Unauthorized', 'Unauthorized');

/** A watch or a list from a version whose changes are no longer kept; the client lists anew. */
export const resourceVersionTooOld = (requested: string, oldest: string) =>
  new PorchError('Expired', `too old resource version: ${requested} (${oldest})`);

/** A version this server has not reached: it was given by another store. Clients list anew on this cause. */
export const resourceVersionTooLarge = (requested: string, current: string) =>
  new PorchError('Timeout', `Too large resource version: ${requested}, current: ${current}`, {
    details: {
      retryAfterSeconds: 1,
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    },
  });

export const namespaceNotFound = (name: string) =>
  new PorchError('NotFound', `namespaces "${name}" not found`, { details: { name, kind: 'namespaces' } });

export const namespaceTerminating = (resource: ResourceName, objectName: string, namespace: string) =>
  new PorchError(
    'Forbidden',
    `${resource} "${objectName}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    {
      details: {
        name: objectName,
        kind: resource.split('.')[0] ?? resource,
        causes: [
          {
            reason: 'NamespaceTerminating',
            message: `namespace ${namespace} is being terminated`,
            field: 'metadata.namespace',
          },
        ],
      },
    },
  );

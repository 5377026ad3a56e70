import { badRequest } from '@porch/api';
import { type ObjectView } from '../encoding/object-encoder';
import { negotiateObjectFormat } from '../http/negotiation';
import { type ApiRequest } from '../http/api-request';

/** How the client of a request wants to see objects. @throws PorchError NotAcceptable, BadRequest */
export function objectViewOf(request: ApiRequest): ObjectView {
  const format = negotiateObjectFormat(request.headers.accept);
  const includeObject = request.target.query.get('includeObject') || 'Metadata';
  if (includeObject !== 'None' && includeObject !== 'Metadata' && includeObject !== 'Object') {
    throw badRequest(`unrecognized includeObject value: "${includeObject}"`);
  }
  return { format, includeObject };
}

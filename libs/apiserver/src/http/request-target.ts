import { badRequest } from '@porch/api';

/** A request's path, split and decoded, with its query. */
export interface RequestTarget {
  readonly path: string;
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
}

/**
 * Reads the target of a request line. Only the origin form is taken: a path never names a host, whatever it starts with.
 * @throws PorchError BadRequest when it is no path or its escapes cannot be read
 */
export function parseRequestTarget(target: string): RequestTarget {
  if (!target.startsWith('/')) throw badRequest('the request target must be a path');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : target.slice(mark + 1));
  try {
    const segments = path.slice(1).split('/').map(decodeURIComponent);
    if (segments.at(-1) === '') segments.pop();
    return { path, segments, query };
  } catch {
    throw badRequest('the request path has an escape that cannot be decoded');
  }
}

/** A parameter that is on for anything but `false` and `0`, as Go's conversion reads it. */
export function booleanParameter(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}

/** A parameter that is a whole number of at least 0; undefined when absent or empty. @throws PorchError BadRequest */
export function integerParameter(query: URLSearchParams, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^\d{1,15}$/.test(value))
    throw badRequest(`invalid value "${value}" for parameter ${name}: it must be a number`);
  return Number(value);
}

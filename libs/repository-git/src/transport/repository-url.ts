import { fileURLToPath } from 'node:url';
import { PorchError, redactUrl } from '@porch/api';

/** A repository's address, taken apart and found harmless. */
export type RepositoryUrl =
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'http'; readonly url: URL }
  | {
      readonly kind: 'ssh';
      readonly user: string | undefined;
      readonly host: string;
      readonly port: number | undefined;
      readonly path: string;
    };

const SCP_FORM = /^([A-Za-z0-9][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):([^:].*)$/;

/**
 * Reads the address of a repository: `file:///dir`, `http(s)://…`, `ssh://…` or `user@host:path`.
 * @throws PorchError Invalid for everything else; for credentials in the address; for what could be read as an option
 */
export function parseRepositoryUrl(text: string): RepositoryUrl {
  if (text === '' || text.startsWith('-') || /[\u0000-\u0020\u007f\\]/.test(text)) refuse(text, 'it is malformed');
  if (/(^|[/:])\.\.(\/|$)/.test(text)) refuse(text, 'it contains ".."');
  const scp = text.includes('://') ? null : SCP_FORM.exec(text);
  if (scp) {
    const [, user = '', host = '', path = ''] = scp;
    return { kind: 'ssh', user, host, port: undefined, path: checkedPath(text, path) };
  }
  const url = parsed(text);
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return httpUrl(text, url);
    case 'ssh:':
      return sshUrl(text, url);
    case 'file:':
      return fileUrl(text, url);
    default:
      return refuse(text, `the scheme ${url.protocol.slice(0, -1)} is not supported; use https, http, ssh or file`);
  }
}

/** One spelling for one repository, to share a mirror by. Never holds credentials. */
export function canonicalRepositoryUrl(url: RepositoryUrl): string {
  switch (url.kind) {
    case 'directory':
      return `file://${url.path}`;
    case 'http':
      return url.url.toString();
    case 'ssh':
      return `ssh://${url.user ? `${url.user}@` : ''}${url.host}${url.port ? `:${url.port}` : ''}/${url.path.replace(/^\//, '')}`;
  }
}

function parsed(text: string): URL {
  try {
    return new URL(text);
  } catch {
    return refuse(text, 'it is not a URL');
  }
}

function httpUrl(text: string, url: URL): RepositoryUrl {
  if (url.username !== '' || url.password !== '') {
    refuse(text, 'it carries credentials; put them into a Secret and name it in spec.git.secretRef');
  }
  if (url.search !== '' || url.hash !== '') refuse(text, 'it has a query or a fragment');
  const clean = new URL(url);
  clean.pathname = clean.pathname.replace(/\/+$/, '');
  return { kind: 'http', url: clean };
}

function sshUrl(text: string, url: URL): RepositoryUrl {
  if (url.password !== '') refuse(text, 'it carries a password');
  if (url.search !== '' || url.hash !== '') refuse(text, 'it has a query or a fragment');
  const user = decoded(text, url.username);
  if (user !== '' && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(user)) refuse(text, 'its user name is malformed');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!/^[A-Za-z0-9:][A-Za-z0-9.:-]*$/.test(host)) refuse(text, 'its host name is malformed');
  const path = checkedPath(text, decoded(text, url.pathname));
  return { kind: 'ssh', user: user || undefined, host, port: url.port ? Number(url.port) : undefined, path };
}

function decoded(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return refuse(text, 'it has a malformed escape');
  }
}

function fileUrl(text: string, url: URL): RepositoryUrl {
  if (!text.startsWith('file:///') || url.host !== '' || url.search !== '' || url.hash !== '')
    refuse(text, 'it names a host, a query or a fragment');
  try {
    return { kind: 'directory', path: fileURLToPath(url).replace(/(?<=.)\/+$/, '') };
  } catch {
    return refuse(text, 'it is not an absolute path');
  }
}

function checkedPath(text: string, path: string): string {
  if (path === '' || path === '/' || path.startsWith('-') || /[\u0000-\u001f\u007f]/.test(path)) {
    refuse(text, 'its path is malformed');
  }
  return path;
}

function refuse(text: string, why: string): never {
  throw new PorchError('Invalid', `spec.git.repo: repository address "${redactUrl(text)}" is refused: ${why}`);
}

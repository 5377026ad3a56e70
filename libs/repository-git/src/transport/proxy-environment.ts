/**
 * The proxy for a URL by the usual environment variables: `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` in either case, and
 * `NO_PROXY` with hosts, domain suffixes, ports and `*`. As with curl, upper-case `HTTP_PROXY` is not read: in a CGI
 * process it is a header of the request.
 */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv): URL | undefined {
  const scheme = url.protocol === 'https:' ? 'https' : 'http';
  const value =
    environment[`${scheme}_proxy`] ||
    (scheme === 'https' ? environment['HTTPS_PROXY'] : undefined) ||
    environment['all_proxy'] ||
    environment['ALL_PROXY'];
  if (!value || isExempt(url, environment['no_proxy'] || environment['NO_PROXY'] || '')) return undefined;
  try {
    const proxy = new URL(value.includes('://') ? value : `http://${value}`);
    return proxy.protocol === 'http:' ? proxy : undefined;
  } catch {
    return undefined;
  }
}

function isExempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', wantedPort] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (wantedPort !== undefined && wantedPort !== port) return false;
      const suffix = name.replace(/^\*?\./, '');
      return host === suffix || host.endsWith(`.${suffix}`);
    });
}

import { isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that a request to `target` goes through: the configured one, else the environment's as Go's net/http reads
 * it (HTTPS_PROXY, HTTP_PROXY, NO_PROXY; loopback addresses never).
 */
export function proxyFor(target: URL, configured: string | undefined, env: Environment): URL | undefined {
  if (configured) return new URL(configured);
  if (isLoopback(target.hostname)) return undefined;
  const fromEnvironment = target.protocol === 'https:' ? variable(env, 'HTTPS_PROXY') : variable(env, 'HTTP_PROXY');
  if (!fromEnvironment || excluded(target, variable(env, 'NO_PROXY') ?? '')) return undefined;
  return new URL(fromEnvironment.includes('://') ? fromEnvironment : `http://${fromEnvironment}`);
}

function variable(env: Environment, name: string): string | undefined {
  return env[name] || env[name.toLowerCase()] || undefined;
}

function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function excluded(target: URL, list: string): boolean {
  const host = target.hostname.toLowerCase();
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [name = '', entryPort] = entry.split(/:(?=\d+$)/);
      if (entryPort !== undefined && entryPort !== port) return false;
      if (name.startsWith('.')) return host.endsWith(name);
      return host === name || host.endsWith(`.${name}`);
    });
}

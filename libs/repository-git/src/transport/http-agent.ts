import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as tlsConnect, rootCertificates } from 'node:tls';
import { TransportError } from './git-transport';
import { isAddressAllowed, isHostAllowed, type UrlPolicy } from './address-policy';
import { proxyFor } from './proxy-environment';

/** What connections to one remote need to know. */
export interface AgentSettings {
  readonly policy: UrlPolicy;
  /** Where `HTTPS_PROXY` and its like are read from. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Checks a URL's host before anything is resolved. @throws TransportError forbidden */
export function assertHostAllowed(url: URL, policy: UrlPolicy): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isHostAllowed(host, policy) && (isIP(host) === 0 || isAddressAllowed(host, policy))) return;
  throw refusedHost(host);
}

/**
 * Keeps connections to a remote alive. Addresses are checked after resolution, so that a name cannot lead where its
 * address may not.
 *
 * @param certificateAuthorities PEM bundle trusted besides the system's
 */
export function createAgent(url: URL, settings: AgentSettings, certificateAuthorities: string | undefined): HttpAgent {
  const options: AgentOptions = {
    keepAlive: true,
    keepAliveMsecs: 15_000,
    maxSockets: 8,
    maxFreeSockets: 2,
    ...(certificateAuthorities === undefined ? {} : { ca: [...rootCertificates, certificateAuthorities] }),
  };
  const proxy = proxyFor(url, settings.environment);
  if (proxy !== undefined && url.protocol === 'https:') return new TunnelAgent(proxy, options);
  const lookup = guardedLookup(settings.policy);
  return url.protocol === 'https:' ? new HttpsAgent({ ...options, lookup }) : new HttpAgent({ ...options, lookup });
}

/**
 * The address to connect to for a host.
 * @throws TransportError forbidden when the policy does not allow each of its addresses, unreachable when it has none
 */
export function lookupAllowedAddress(hostname: string, policy: UrlPolicy): Promise<string> {
  return new Promise((resolve, reject) => {
    guardedLookup(policy)(hostname, {}, (error, address) => {
      if (error instanceof TransportError) reject(error);
      else if (error) reject(new TransportError('unreachable', `${hostname} cannot be reached: ${error.message}`));
      else resolve(address as string);
    });
  });
}

/** Resolves a name and refuses addresses that the policy forbids. */
function guardedLookup(policy: UrlPolicy): LookupFunction {
  return (hostname, options, callback) => {
    dnsLookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '', 4);
      const allowed = addresses.filter(({ address }) => isAddressAllowed(address, policy));
      const [first] = allowed;
      if (!first || allowed.length !== addresses.length) return callback(refusedHost(hostname), '', 4);
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family);
    });
  };
}

function refusedHost(host: string): TransportError {
  return new TransportError('forbidden', `connections to ${host} are not allowed by this server's address policy`);
}

/** HTTPS through a proxy: asks it for a tunnel, then speaks TLS with the remote itself. */
class TunnelAgent extends HttpsAgent {
  constructor(
    private readonly proxy: URL,
    private readonly agentOptions: AgentOptions,
  ) {
    super(agentOptions);
  }

  override createConnection(
    options: { host?: string | null; port?: number | string | null; servername?: string },
    callback?: (error: Error | null, socket: Socket) => void,
  ): undefined {
    const host = options.host ?? '';
    const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${options.port ?? 443}`;
    const fail = (error: Error) => callback?.(error, undefined as unknown as Socket);
    const connect = httpRequest({
      host: this.proxy.hostname.replace(/^\[|\]$/g, ''),
      port: this.proxy.port || 80,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(this.proxy) },
      agent: false,
    });
    connect.once('error', fail);
    connect.once('connect', (response, socket) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        return fail(new TransportError('unreachable', `the proxy answered ${response.statusCode} for ${authority}`));
      }
      const secure = tlsConnect({
        socket,
        servername: options.servername || (isIP(host) === 0 ? host : ''),
        ...(this.agentOptions.ca === undefined ? {} : { ca: this.agentOptions.ca }),
      });
      return callback?.(null, secure);
    });
    connect.end();
    return undefined;
  }
}

export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === '') return {};
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
}

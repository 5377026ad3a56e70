import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Clock, type CredentialResolver, type OperationContext } from '@porch/repository';
import { type GitLimits } from '../storage/git-limits';
import { createObjectCaches } from '../storage/object-caches';
import { createPackIndexer } from '../storage/pack-index-thread';
import { type UrlPolicy } from '../transport/address-policy';
import { type GitTransport } from '../transport/git-transport';
import { HttpClient } from '../transport/http-client';
import { authorizationHeader, RemoteCredentials } from '../transport/remote-credentials';
import { canonicalRepositoryUrl, parseRepositoryUrl, type RepositoryUrl } from '../transport/repository-url';
import { SmartHttpTransport } from '../transport/smart-http-transport';
import { SshTransport } from '../transport/ssh-transport';
import { BareDirectoryOrigin } from './bare-directory-origin';
import { type GitOrigin } from './git-origin';
import { openLocalDirectory } from './local-directory';
import { Mirror } from './mirror';
import { type GitOperationObserver, ObservedOrigin } from './observed-origin';
import { RemoteOrigin } from './remote-origin';

export interface OriginFactorySettings {
  readonly cacheDirectory: string;
  readonly credentialResolver: CredentialResolver;
  readonly allowedLocalDirectories: readonly string[];
  readonly policy: UrlPolicy;
  readonly limits: GitLimits;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  readonly sshCommand: string;
  readonly observer: GitOperationObserver | undefined;
}

export interface OriginRequest {
  readonly url: string;
  /** Which refs are of interest, the most important first. */
  readonly prefixes: readonly string[];
  /** Where the Secret is. */
  readonly namespace: string;
  readonly secretName: string | undefined;
}

export interface OriginFactory {
  /** @throws PorchError Invalid when the address is refused */
  open(request: OriginRequest): GitOrigin;
}

export function createOriginFactory(settings: OriginFactorySettings): OriginFactory {
  return new MirroringOriginFactory(settings);
}

class MirroringOriginFactory implements OriginFactory {
  readonly #mirrors = new Map<string, { readonly mirror: Mirror; users: number }>();
  readonly #indexPack = createPackIndexer();
  readonly #caches = createObjectCaches();

  constructor(private readonly settings: OriginFactorySettings) {}

  open(request: OriginRequest): GitOrigin {
    const origin = this.#open(request);
    const { observer } = this.settings;
    return observer ? new ObservedOrigin(origin, observer) : origin;
  }

  #open(request: OriginRequest): GitOrigin {
    const { limits, allowedLocalDirectories } = this.settings;
    const url = parseRepositoryUrl(request.url);
    if (url.kind === 'directory') {
      const directory = openLocalDirectory(url.path, allowedLocalDirectories);
      return new BareDirectoryOrigin(request.url, directory, limits, this.#caches);
    }
    const address = canonicalRepositoryUrl(url);
    const mirror = this.#acquire(address);
    return new RemoteOrigin(request.url, mirror, this.#transport(url, request), request.prefixes, limits, () =>
      this.#release(address),
    );
  }

  #transport(url: Exclude<RepositoryUrl, { kind: 'directory' }>, request: OriginRequest): GitTransport {
    const { limits, policy, environment, sshCommand, clock, credentialResolver } = this.settings;
    const { namespace, secretName } = request;
    const credentials = new RemoteCredentials((context) =>
      secretName === undefined
        ? Promise.resolve(undefined)
        : credentialResolver.resolveCredential(namespace, secretName, context),
    );
    const credential = (refresh: boolean, context: OperationContext) => {
      if (refresh) credentials.forget();
      return credentials.get(context, clock.now());
    };
    if (url.kind === 'ssh') {
      return new SshTransport(url, {
        command: sshCommand,
        limits,
        policy,
        credential: (signal) => credential(false, { signal }),
      });
    }
    const client = new HttpClient(url.url, {
      policy,
      environment,
      limits,
      certificateAuthorities: (signal) => credentialResolver.resolveCertificateAuthorities(namespace, { signal }),
      authorization: async (refresh, signal) => {
        const found = await credential(refresh, { signal });
        return found && authorizationHeader(found, url.url);
      },
    });
    return new SmartHttpTransport(client, limits);
  }

  #acquire(address: string): Mirror {
    const known = this.#mirrors.get(address);
    if (known) {
      known.users += 1;
      return known.mirror;
    }
    const name = createHash('sha256').update(address).digest('hex').slice(0, 32);
    const directory = join(this.settings.cacheDirectory, 'mirrors', name);
    const mirror = new Mirror(directory, this.settings.limits, this.#indexPack, this.#caches);
    this.#mirrors.set(address, { mirror, users: 1 });
    return mirror;
  }

  #release(address: string): void {
    const known = this.#mirrors.get(address);
    if (!known) return;
    known.users -= 1;
    if (known.users === 0) this.#mirrors.delete(address);
  }
}

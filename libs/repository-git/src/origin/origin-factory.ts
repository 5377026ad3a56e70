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
import { DraftRepository } from './draft-repository';
import { type GitOrigin } from './git-origin';
import { LocalDraftsOrigin } from './local-drafts-origin';
import { openLocalDirectory } from './local-directory';
import { Mirror } from './mirror';
import { type GitOperationObserver, ObservedOrigin } from './observed-origin';
import { RemoteOrigin } from './remote-origin';

const DRAFT_REFS = 'refs/heads/drafts/';

/** Where the drafts of remotes are until they are proposed. */
export interface DraftKeeping {
  /** Holds one bare repository for each remote whose drafts are, or were, kept here. Not a cache. */
  readonly directory: string;
  /** Of `remote`, drafts that are still in the directory are moved to their remote. */
  readonly keep: 'remote' | 'local';
}

export interface OriginFactorySettings {
  readonly cacheDirectory: string;
  /** Without it, drafts are in the remote. */
  readonly drafts?: DraftKeeping | undefined;
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

/** What this server has of one remote. */
interface LocalCopy {
  readonly mirror: Mirror;
  readonly drafts: DraftRepository | undefined;
  users: number;
}

class MirroringOriginFactory implements OriginFactory {
  readonly #copies = new Map<string, LocalCopy>();
  readonly #indexPack = createPackIndexer();
  readonly #caches = createObjectCaches();

  constructor(private readonly settings: OriginFactorySettings) {}

  open(request: OriginRequest): GitOrigin {
    const { limits, allowedLocalDirectories } = this.settings;
    const url = parseRepositoryUrl(request.url);
    if (url.kind === 'directory') {
      const directory = openLocalDirectory(url.path, allowedLocalDirectories);
      return this.#observed(new BareDirectoryOrigin(request.url, directory, limits, this.#caches));
    }
    const address = canonicalRepositoryUrl(url);
    const { mirror, drafts } = this.#acquire(address);
    const origin = this.#observed(
      new RemoteOrigin(request.url, mirror, this.#transport(url, request), request.prefixes, limits, () =>
        this.#release(address),
      ),
    );
    return drafts ? this.#withDrafts(origin, drafts, request.prefixes) : origin;
  }

  #observed(origin: GitOrigin): GitOrigin {
    const { observer } = this.settings;
    return observer ? new ObservedOrigin(origin, observer) : origin;
  }

  #withDrafts(origin: GitOrigin, drafts: DraftRepository, prefixes: readonly string[]): GitOrigin {
    const [branchRef = ''] = prefixes;
    const draftPrefix = prefixes.find((prefix) => prefix.startsWith(DRAFT_REFS)) ?? DRAFT_REFS;
    const keepsNew = this.settings.drafts?.keep === 'local';
    const { maximumRefs } = this.settings.limits;
    return new LocalDraftsOrigin(origin, drafts, { keepsNew, branchRef, draftPrefix, maximumRefs });
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

  #acquire(address: string): LocalCopy {
    const known = this.#copies.get(address);
    if (known) {
      known.users += 1;
      return known;
    }
    const name = createHash('sha256').update(address).digest('hex').slice(0, 32);
    const { cacheDirectory, limits } = this.settings;
    const mirror = new Mirror(join(cacheDirectory, 'mirrors', name), limits, this.#indexPack, this.#caches);
    const copy = { mirror, drafts: this.#drafts(address, name), users: 1 };
    this.#copies.set(address, copy);
    return copy;
  }

  #drafts(address: string, name: string): DraftRepository | undefined {
    const { drafts, limits } = this.settings;
    if (!drafts) return undefined;
    const directory = join(drafts.directory, `${name}.git`);
    const isNeeded = drafts.keep === 'local' || DraftRepository.isAt(directory);
    return isNeeded ? new DraftRepository(directory, address, limits, this.#caches) : undefined;
  }

  #release(address: string): void {
    const known = this.#copies.get(address);
    if (!known) return;
    known.users -= 1;
    if (known.users === 0) this.#copies.delete(address);
  }
}

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
import { SharedByUsers } from './shared-by-users';

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

class MirroringOriginFactory implements OriginFactory {
  readonly #mirrors = new SharedByUsers<Mirror>();
  readonly #drafts = new SharedByUsers<DraftRepository>();
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
    const mirror = this.#mirrors.acquire(address, () => this.#newMirror(address));
    const origin = this.#observed(
      new RemoteOrigin(request.url, mirror, this.#transport(url, request), request.prefixes, limits, () =>
        this.#mirrors.release(address),
      ),
    );
    return this.#withDrafts(origin, address, request);
  }

  #observed(origin: GitOrigin): GitOrigin {
    const { observer } = this.settings;
    return observer ? new ObservedOrigin(origin, observer) : origin;
  }

  /**
   * Drafts are kept for each namespace by itself: whoever may only read the remote must not get to write what others
   * propose.
   */
  #withDrafts(origin: GitOrigin, address: string, { namespace, prefixes }: OriginRequest): GitOrigin {
    const { drafts: keeping, limits } = this.settings;
    if (!keeping) return origin;
    const directory = join(keeping.directory, `${namespace}-${digest(`${namespace} ${address}`)}.git`);
    const keepsNew = keeping.keep === 'local';
    if (!keepsNew && !DraftRepository.isAt(directory)) return origin;
    const newDrafts = () => new DraftRepository(directory, address, limits, this.#caches);
    const drafts = this.#drafts.acquire(directory, newDrafts);
    const [branchRef = ''] = prefixes;
    const draftPrefix = prefixes.find((prefix) => prefix.startsWith(DRAFT_REFS)) ?? DRAFT_REFS;
    const { maximumRefs } = limits;
    const onClose = () => this.#drafts.release(directory);
    return new LocalDraftsOrigin(origin, drafts, { keepsNew, branchRef, draftPrefix, maximumRefs, onClose });
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

  #newMirror(address: string): Mirror {
    const { cacheDirectory, limits } = this.settings;
    return new Mirror(join(cacheDirectory, 'mirrors', digest(address)), limits, this.#indexPack, this.#caches);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

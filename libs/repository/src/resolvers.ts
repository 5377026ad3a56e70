import { type GitPackage, type Locator, type SecretText } from '@porch/api';
import { type CachedPackageRevision } from './package-revision';
import { type OperationContext, type UserInfo } from './operation-context';
import { type PackageResources } from './package-resources';

export type Credential =
  | {
      readonly type: 'basic';
      readonly username: string;
      readonly password: SecretText;
      readonly expiresAt?: Date;
      /** The only hosts it may be shown to, over TLS; `.example.com` stands for subdomains. Any when not given. */
      readonly hosts?: readonly string[];
    }
  | { readonly type: 'bearer'; readonly token: SecretText; readonly expiresAt?: Date }
  | { readonly type: 'ssh'; readonly privateKey: SecretText; readonly knownHosts: string };

/** Turns a Secret into what a git server wants to see. The engine never handles credentials itself. */
export interface CredentialResolver {
  /** @throws PorchError naming the Secret, never its contents, when it is missing or of no known type */
  resolveCredential(namespace: string, secretName: string, context: OperationContext): Promise<Credential>;
  /** The PEM bundle of certificate authorities a namespace trusts besides the system's, if it has one. */
  resolveCertificateAuthorities(namespace: string, context: OperationContext): Promise<string | undefined>;
}

/** Finds package revisions by name across the repositories of a namespace. */
export interface ReferenceResolver {
  /** @throws PorchError NotFound */
  resolvePackageRevision(namespace: string, name: string, context: OperationContext): Promise<CachedPackageRevision>;
}

export interface FetchedPackage {
  readonly resources: PackageResources;
  /** What was fetched: repo, directory, ref as asked and the commit it resolved to. */
  readonly lock: Locator;
}

/** Fetches a package from a git repository that need not be registered. */
export interface UpstreamFetcher {
  /** @param namespace where `source.secretRef` is looked up */
  fetchPackage(source: GitPackage, namespace: string, context: OperationContext): Promise<FetchedPackage>;
}

/** Names the author of what an operation writes (publishedBy, commit author). */
export interface UserInfoProvider {
  /** Undefined for requests nobody authenticated for. */
  getUserInfo(context: OperationContext): UserInfo | undefined;
}

import { type PackageRevisionObject, type RenderStatus, type RepositoryObject } from '@porch/api';
import {
  type OperationContext,
  type PackageRevision,
  type PackageRevisionDraft,
  type PackageResources,
} from '@porch/repository';

/** Where the package lives and what it is called, for its package context. */
export interface PackageConfig {
  /** Full package path inside its repository; becomes the Kptfile's name. */
  readonly packageName: string;
  /** `package-path` of the package context: the parents' paths and the package's own. */
  readonly packagePath: string;
}

/** What a push of resources came to. */
export interface ResourceMutation {
  /** Whether the draft holds something new and has to be stored. */
  readonly stored: boolean;
  readonly renderStatus: RenderStatus;
  /** kpt's error text when the pipeline failed; `stored` says whether its outcome was kept all the same. */
  readonly failure: string | undefined;
}

/**
 * All package transformations. It changes drafts and nothing else: it has no access to repositories, and storing or
 * dropping the draft is the engine's.
 *
 * @throws PorchError Invalid with upstream's texts (E-1.6) for a task that cannot be carried out
 */
export interface TaskHandler {
  /** Carries out the one task of a new revision, then applies its metadata and gates, and renders. */
  applyTask(
    draft: PackageRevisionDraft,
    repository: RepositoryObject,
    packageRevision: PackageRevisionObject,
    packageConfig: PackageConfig,
    context: OperationContext,
  ): Promise<void>;
  /**
   * Applies to a draft what an update of its object asks for: a new task, package metadata, readiness gates and
   * conditions. Renders and records a commit only when that changes the contents. Returns whether it did.
   */
  doPRMutations(
    revision: PackageRevision,
    oldObject: PackageRevisionObject,
    newObject: PackageRevisionObject,
    draft: PackageRevisionDraft,
    repository: RepositoryObject,
    context: OperationContext,
  ): Promise<boolean>;
  /**
   * Replaces the contents by a new map of text, keeps what a map of text cannot show, heals comments, and renders.
   * @param options.storeOnFailure keep the outcome of a failed render (`porch.kpt.dev/push-on-render-failure`)
   */
  doPRResourceMutations(
    revision: PackageRevision,
    draft: PackageRevisionDraft,
    oldResources: PackageResources,
    newResources: Readonly<Record<string, string>>,
    options: { readonly storeOnFailure: boolean },
    context: OperationContext,
  ): Promise<ResourceMutation>;
}

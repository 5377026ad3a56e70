import { type PackageRenderer, type ReferenceResolver, type UpstreamFetcher } from '@porch/repository';

/** What the task handler needs of the outside: it renders, resolves and fetches through these alone. */
export interface TaskHandlerOptions {
  readonly renderer: PackageRenderer;
  readonly referenceResolver: ReferenceResolver;
  readonly upstreamFetcher: UpstreamFetcher;
}

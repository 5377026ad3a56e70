import { type MetaCondition, type ObjectMeta } from './object-meta';

/** config.porch.kpt.dev/v1alpha1 Repository (H-1.5). */
export interface RepositoryObject {
  apiVersion: string;
  kind: 'Repository';
  metadata: ObjectMeta;
  spec: RepositorySpec;
  status?: RepositoryStatus;
  [field: string]: unknown;
}

export interface RepositorySpec {
  description?: string;
  /** Packages here are deployed: clones into it get their package context. */
  deployment?: boolean;
  type?: 'git' | 'oci';
  content?: 'Package';
  sync?: { runOnceAt?: string; schedule?: string };
  git?: GitRepositorySpec;
  oci?: { registry: string; secretRef?: { name?: string } };
}

export interface GitRepositorySpec {
  repo: string;
  branch?: string;
  createBranch?: boolean;
  directory?: string;
  secretRef?: { name?: string };
  author?: string;
  email?: string;
}

export interface RepositoryStatus {
  conditions?: MetaCondition[];
  lastFullSyncTime?: string;
  nextFullSyncTime?: string;
  observedRunOnceAt?: string;
  observedGeneration?: number;
  packageCount?: number;
  gitCommitHash?: string;
}

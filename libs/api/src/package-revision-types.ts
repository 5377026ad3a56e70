import { type ObjectMeta } from './object-meta';
import { type PackageRevisionLifecycle } from './lifecycle';

/** porch.kpt.dev/v1alpha1 PackageRevision, as JSON carries it (H-1.3). */
export interface PackageRevisionObject {
  apiVersion: string;
  kind: 'PackageRevision';
  metadata: ObjectMeta;
  spec: PackageRevisionSpec;
  status?: PackageRevisionStatus;
  [field: string]: unknown;
}

export interface PackageRevisionSpec {
  /** Full package path inside the repository. */
  packageName?: string;
  repository?: string;
  workspaceName?: string;
  /** Absent for drafts, 1 and up when published, -1 for the placeholder on the branch. */
  revision?: number;
  parent?: { name: string };
  lifecycle?: PackageRevisionLifecycle;
  tasks?: Task[];
  readinessGates?: ReadinessGate[];
  packageMetadata?: PackageMetadata;
}

export interface ReadinessGate {
  conditionType: string;
}

export interface PackageMetadata {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface PackageRevisionStatus {
  upstreamLock?: Locator;
  selfLock?: Locator;
  publishedBy?: string;
  publishTimestamp?: string | null;
  deployment?: boolean;
  conditions?: PackageCondition[];
}

/** A condition of the Kptfile's status, or one the server computes. */
export interface PackageCondition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

export interface Locator {
  type?: 'git' | 'oci';
  git?: GitLock;
}

export interface GitLock {
  repo?: string;
  directory?: string;
  ref?: string;
  commit?: string;
}

export type TaskType = 'init' | 'clone' | 'edit' | 'upgrade' | 'render' | 'push' | '';
export type MergeStrategy = 'resource-merge' | 'fast-forward' | 'force-delete-replace' | 'copy-merge';

export interface Task {
  type: TaskType;
  init?: InitTask;
  clone?: { upstreamRef?: UpstreamPackage };
  edit?: { sourceRef?: PackageRevisionRef };
  upgrade?: UpgradeTask;
}

export interface InitTask {
  subpackage?: string;
  description?: string;
  keywords?: string[];
  site?: string;
}

export interface UpgradeTask {
  oldUpstreamRef?: PackageRevisionRef;
  newUpstreamRef?: PackageRevisionRef;
  localPackageRevisionRef?: PackageRevisionRef;
  strategy?: MergeStrategy | '';
}

export interface PackageRevisionRef {
  name: string;
}

export interface UpstreamPackage {
  type?: 'git' | 'oci' | '';
  git?: GitPackage;
  oci?: { image: string };
  upstreamRef?: PackageRevisionRef;
}

export interface GitPackage {
  repo: string;
  ref: string;
  directory: string;
  secretRef?: { name?: string };
}

/** porch.kpt.dev/v1alpha1 PackageRevisionResources (H-1.4). */
export interface PackageRevisionResourcesObject {
  apiVersion: string;
  kind: 'PackageRevisionResources';
  metadata: ObjectMeta;
  spec: {
    packageName?: string;
    workspaceName?: string;
    revision?: number;
    repository?: string;
    /** File path to UTF-8 text. */
    resources?: Record<string, string>;
  };
  status?: { renderStatus?: RenderStatus };
  [field: string]: unknown;
}

export interface RenderStatus {
  result?: FunctionResultList;
  error: string;
}

/** kpt's `FunctionResultList`. */
export interface FunctionResultList {
  apiVersion?: string;
  kind?: string;
  metadata?: { name?: string; creationTimestamp?: null };
  exitCode: number;
  items?: FunctionStepResult[];
}

export interface FunctionStepResult {
  image?: string;
  exec?: string;
  stderr?: string;
  exitCode: number;
  results?: FunctionResult[];
}

/** One entry of a function's `results`. */
export interface FunctionResult {
  message: string;
  severity?: 'error' | 'warning' | 'info' | '';
  resourceRef?: { apiVersion?: string; kind?: string; name?: string; namespace?: string };
  field?: { path?: string; currentValue?: string; proposedValue?: string };
  file?: { path?: string; index?: number };
  tags?: Record<string, string>;
}

/** porch.kpt.dev/v1alpha1 PorchPackage. */
export interface PackageObject {
  apiVersion: string;
  kind: 'PorchPackage';
  metadata: ObjectMeta;
  spec: { packageName: string; repository: string };
  status?: { latestRevision?: number };
  [field: string]: unknown;
}

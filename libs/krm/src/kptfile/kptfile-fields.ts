/** The fields of a Kptfile v1 (kpt.dev/v1), all optional as kpt reads them. */
export interface KptfileUpstream {
  type?: string;
  git?: KptfileGit;
  updateStrategy?: string;
}

export interface KptfileGit {
  repo?: string;
  directory?: string;
  ref?: string;
}

export interface KptfileUpstreamLock {
  type?: string;
  git?: KptfileGit & { commit?: string };
  generic?: { storeID?: string; resourceID?: string; resourceVersion?: string };
}

export interface KptfileInfo {
  site?: string;
  emails?: string[];
  license?: string;
  licenseFile?: string;
  description?: string;
  keywords?: string[];
  man?: string;
  readinessGates?: KptfileReadinessGate[];
}

export interface KptfileReadinessGate {
  conditionType: string;
}

export interface KptfileCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** Exactly one of `image` and `exec` names what runs. */
export interface KptfileFunction {
  image?: string;
  exec?: string;
  tag?: string;
  configPath?: string;
  configMap?: Record<string, string>;
  name?: string;
  selectors?: KptfileSelector[];
  exclude?: KptfileSelector[];
}

export interface KptfileSelector {
  apiVersion?: string;
  kind?: string;
  name?: string;
  namespace?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface KptfilePipeline {
  mutators: KptfileFunction[];
  validators: KptfileFunction[];
}

export interface KptfileInventory {
  namespace?: string;
  name?: string;
  inventoryID?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

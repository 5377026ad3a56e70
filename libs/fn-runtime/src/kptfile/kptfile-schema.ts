/** What Go decodes a field of the Kptfile into. */
export type FieldType =
  'string' | 'bool' | 'int' | { readonly map: 'string' } | { readonly list: FieldType } | StructType;

/** One of kpt's Go types: its name in messages, and its fields in the order in which they are written. */
export interface StructType {
  readonly name: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Fields that are written even when they are empty. */
  readonly always?: readonly string[];
}

const strings: FieldType = { list: 'string' };
const stringMap: FieldType = { map: 'string' };
const struct = (name: string, fields: Record<string, FieldType>, always: readonly string[] = []): StructType => ({
  name,
  fields,
  always,
});

const selector = struct('v1.Selector', {
  apiVersion: 'string',
  kind: 'string',
  name: 'string',
  namespace: 'string',
  labels: stringMap,
  annotations: stringMap,
});

const pipelineFunction = struct('v1.Function', {
  image: 'string',
  exec: 'string',
  configPath: 'string',
  configMap: stringMap,
  configRef: struct('v1.ResourceReference', {
    apiVersion: 'string',
    kind: 'string',
    name: 'string',
    namespace: 'string',
  }),
  name: 'string',
  tag: 'string',
  selectors: { list: selector },
  exclude: { list: selector },
  when: 'string',
});

/** One entry of a function's results. */
export const RESULT_ITEM = struct('v1.ResultItem', {
  message: 'string',
  severity: 'string',
  resourceRef: struct('v1.ResourceIdentifier', {
    apiVersion: 'string',
    kind: 'string',
    name: 'string',
    namespace: 'string',
  }),
  field: struct('v1.Field', { path: 'string', currentValue: 'string', proposedValue: 'string' }),
  file: struct('v1.File', { path: 'string', index: 'int' }),
  tags: stringMap,
});

const stepResult = struct(
  'v1.PipelineStepResult',
  {
    name: 'string',
    image: 'string',
    exec: 'string',
    executionError: 'string',
    stderr: 'string',
    exitCode: 'int',
    results: { list: RESULT_ITEM },
    errorResults: { list: RESULT_ITEM },
    when: 'string',
    skipped: 'bool',
  },
  ['exitCode'],
);

/** What the steps of the last render did. */
export const RENDER_STATUS = struct('v1.RenderStatus', {
  mutationSteps: { list: stepResult },
  validationSteps: { list: stepResult },
  errorSummary: 'string',
});

/** kpt.dev/v1 Kptfile. */
export const KPTFILE: StructType = struct('v1.KptFile', {
  apiVersion: 'string',
  kind: 'string',
  metadata: struct('yaml.ObjectMeta', {
    name: 'string',
    namespace: 'string',
    labels: stringMap,
    annotations: stringMap,
  }),
  upstream: struct('v1.Upstream', {
    type: 'string',
    git: struct('v1.Git', { repo: 'string', directory: 'string', ref: 'string' }),
    updateStrategy: 'string',
  }),
  upstreamLock: struct('v1.Locator', {
    type: 'string',
    git: struct('v1.GitLock', { repo: 'string', directory: 'string', ref: 'string', commit: 'string' }),
    generic: struct('v1.GenericLock', { storeID: 'string', resourceID: 'string', resourceVersion: 'string' }),
  }),
  info: struct('v1.PackageInfo', {
    site: 'string',
    emails: strings,
    license: 'string',
    licenseFile: 'string',
    description: 'string',
    keywords: strings,
    man: 'string',
    readinessGates: { list: struct('v1.ReadinessGate', { conditionType: 'string' }, ['conditionType']) },
  }),
  pipeline: struct('v1.Pipeline', {
    mutators: { list: pipelineFunction },
    validators: { list: pipelineFunction },
  }),
  inventory: struct('v1.Inventory', {
    namespace: 'string',
    name: 'string',
    inventoryID: 'string',
    labels: stringMap,
    annotations: stringMap,
  }),
  status: struct('v1.Status', {
    conditions: {
      list: struct('v1.Condition', { type: 'string', status: 'string', reason: 'string', message: 'string' }, [
        'type',
        'status',
      ]),
    },
    renderStatus: RENDER_STATUS,
  }),
});

import {
  type InitTask,
  type Locator,
  type PackageCondition,
  type PackageMetadata,
  type ReadinessGate,
  refused,
} from '@porch/api';
import {
  clearField,
  fromJs,
  getField,
  lookupOrCreatePath,
  parseYaml,
  printYaml,
  setField,
  toJs,
  type YamlDocument,
  YamlNode,
} from '@porch/krm';
import { isDeepStrictEqual } from 'node:util';

/** A new package's Kptfile, in kpt's order of fields. */
export function newKptfile(name: string, { description, site, keywords }: InitTask): string {
  return printYaml(
    fromJs({
      apiVersion: 'kpt.dev/v1',
      kind: 'Kptfile',
      metadata: { name, annotations: { 'config.kubernetes.io/local-config': 'true' } },
      info: {
        ...(site ? { site } : {}),
        ...(description ? { description } : {}),
        ...(keywords?.length ? { keywords } : {}),
      },
    }),
  );
}

/** What an update asks of a Kptfile; an absent part asks nothing. */
export interface KptfilePatch {
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** `upsert` adds and overwrites entries of labels and annotations (creation); `replace` makes them equal (update). */
  readonly metadataMode?: 'upsert' | 'replace';
  readonly readinessGates?: readonly ReadinessGate[];
  readonly conditions?: readonly PackageCondition[];
  /** Where the package came from; written to `upstream` and `upstreamLock`. */
  readonly upstream?: Locator;
}

/**
 * Applies a patch to a Kptfile's text; comments, order and unknown fields stay. A patch that changes nothing returns
 * the very text it was given.
 * @throws PorchError Invalid when the text is no Kptfile
 */
export function patchKptfile(text: string, patch: KptfilePatch): string {
  const document = parseKptfile(text);
  const { root } = document;
  const before = toJs(root);
  if (patch.name !== undefined) setText(path(root, 'metadata'), 'name', patch.name);
  const mode = patch.metadataMode ?? 'replace';
  if (patch.labels) patchMap(path(root, 'metadata'), 'labels', patch.labels, mode);
  if (patch.annotations) patchMap(path(root, 'metadata'), 'annotations', patch.annotations, mode);
  if (patch.readinessGates) patchReadinessGates(root, patch.readinessGates);
  if (patch.conditions) patchConditions(root, patch.conditions);
  if (patch.upstream) patchUpstream(root, patch.upstream);
  return isDeepStrictEqual(before, toJs(root)) ? text : printYaml(document);
}

/** @throws PorchError Invalid when the text cannot be read as a Kptfile */
function parseKptfile(text: string): YamlDocument & { root: YamlNode } {
  let documents: YamlDocument[];
  try {
    documents = parseYaml(text, { file: 'Kptfile' });
  } catch (error) {
    throw refused(`failed to parse Kptfile: ${error instanceof Error ? error.message : String(error)}`, error);
  }
  const [document] = documents;
  if (document?.root?.kind !== 'mapping') throw refused('failed to parse Kptfile: it must be one YAML mapping');
  const kind = getField(document.root, 'kind')?.value;
  if (kind !== 'Kptfile') throw refused(`failed to parse Kptfile: its kind is ${JSON.stringify(kind ?? '')}`);
  return document as YamlDocument & { root: YamlNode };
}

function path(root: YamlNode, ...fields: string[]): YamlNode {
  return lookupOrCreatePath(root, fields, 'mapping');
}

/** Sets a field to a string; the comments of the value it replaces stay. */
function setText(mapping: YamlNode, field: string, text: string): void {
  const value = YamlNode.string(text);
  const present = getField(mapping, field);
  if (present) {
    value.headComment = present.headComment;
    value.lineComment = present.lineComment;
    value.footComment = present.footComment;
  }
  setField(mapping, field, value);
}

function patchMap(
  parent: YamlNode,
  field: string,
  wanted: Readonly<Record<string, string>>,
  mode: 'upsert' | 'replace',
): void {
  const current = (toJs(getField(parent, field)) ?? {}) as Record<string, unknown>;
  if (mode === 'replace') {
    if (Object.keys(wanted).length === 0) {
      clearField(parent, field);
      return;
    }
    const map = getField(parent, field);
    for (const key of Object.keys(current)) if (!Object.hasOwn(wanted, key) && map) clearField(map, key);
  }
  if (Object.keys(wanted).length === 0) return;
  const map = lookupOrCreatePath(parent, [field], 'mapping');
  for (const [key, value] of Object.entries(wanted)) {
    if (current[key] !== value) setText(map, key, value);
  }
}

/** Makes the gates exactly these; those that stay keep their place and comments. */
function patchReadinessGates(root: YamlNode, wanted: readonly ReadinessGate[]): void {
  const info = getField(root, 'info');
  if (wanted.length === 0) {
    if (info) clearField(info, 'readinessGates');
    return;
  }
  const list = lookupOrCreatePath(root, ['info', 'readinessGates'], 'sequence');
  const types = wanted.map((gate) => gate.conditionType);
  list.content = list.content.filter((gate) => types.includes(getField(gate, 'conditionType')?.value ?? ''));
  const present = list.content.map((gate) => getField(gate, 'conditionType')?.value);
  for (const type of types) if (!present.includes(type)) list.content.push(fromJs({ conditionType: type }));
}

/** Makes the conditions exactly these, in their stored order, new ones behind in the order given. */
function patchConditions(root: YamlNode, wanted: readonly PackageCondition[]): void {
  const status = getField(root, 'status');
  if (wanted.length === 0) {
    if (status) clearField(status, 'conditions');
    return;
  }
  const list = lookupOrCreatePath(root, ['status', 'conditions'], 'sequence');
  const byType = new Map(wanted.map((condition) => [condition.type, condition]));
  list.content = list.content.filter((node) => byType.has(getField(node, 'type')?.value ?? ''));
  for (const node of list.content) {
    const type = getField(node, 'type')?.value ?? '';
    const condition = byType.get(type);
    byType.delete(type);
    for (const field of ['status', 'reason', 'message'] as const) {
      const value = condition?.[field];
      if (value) setText(node, field, value);
      else clearField(node, field);
    }
  }
  for (const { type, status: state, reason, message } of byType.values()) {
    list.content.push(fromJs({ type, status: state, ...(reason ? { reason } : {}), ...(message ? { message } : {}) }));
  }
}

/** Writes both blocks in kpt's spelling: the repository's URL ends in `.git`, the directory has no leading slash. */
function patchUpstream(root: YamlNode, { git }: Locator): void {
  if (!git) return;
  const repo = git.repo ?? '';
  const location = {
    repo: /\.git$/.test(repo) ? repo : `${repo.replace(/\/+$/, '')}.git`,
    directory: (git.directory ?? '').replace(/^\/+/, ''),
    ref: git.ref ?? '',
  };
  writeBlock(path(root, 'upstream'), { type: 'git' }, location);
  writeBlock(path(root, 'upstreamLock'), { type: 'git' }, { ...location, commit: git.commit ?? '' });
}

function writeBlock(block: YamlNode, own: Record<string, string>, git: Record<string, string>): void {
  for (const [field, value] of Object.entries(own)) setText(block, field, value);
  const map = lookupOrCreatePath(block, ['git'], 'mapping');
  for (const [field, value] of Object.entries(git)) setText(map, field, value);
}

/** Labels and annotations of a PackageRevision as the Kptfile takes them. */
export function metadataPatch(
  metadata: PackageMetadata | undefined,
  mode: 'upsert' | 'replace',
): Pick<KptfilePatch, 'labels' | 'annotations' | 'metadataMode'> {
  return {
    ...(metadata?.labels ? { labels: metadata.labels } : {}),
    ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
    metadataMode: mode,
  };
}

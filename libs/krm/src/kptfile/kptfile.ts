import { KrmObject } from '../document/krm-object';
import {
  clearField,
  fields,
  getField,
  getString,
  isNull,
  lookupOrCreatePath,
  lookupPath,
  setField,
} from '../document/node-access';
import { fromJs, stringNode } from '../document/node-conversion';
import { deepCopy, nodesEqual } from '../document/node-copy';
import { parseYaml } from '../document/parse-yaml';
import { printYaml } from '../document/print-yaml';
import { YamlNode } from '../document/yaml-node';
import { YamlSyntaxError } from '../document/yaml-syntax-error';
import { readList, readStringList, readStringMap, readStrings } from './field-reader';
import { kptfileSequenceIndent } from './kptfile-sequence-indent';
import type {
  KptfileCondition,
  KptfileFunction,
  KptfileInfo,
  KptfileInventory,
  KptfilePipeline,
  KptfileReadinessGate,
  KptfileSelector,
  KptfileUpstream,
  KptfileUpstreamLock,
} from './kptfile-fields';

export const KPTFILE_NAME = 'Kptfile';

const gitFields = ['repo', 'directory', 'ref'] as const;

/** The sections of a Kptfile in kpt's order. */
const SECTIONS = ['metadata', 'upstream', 'upstreamLock', 'info', 'pipeline', 'inventory', 'status'];

/**
 * A Kptfile (kpt.dev/v1) as typed view of the document that holds it. Unknown fields, comments, order and spelling survive
 * every edit; a Kptfile that no edit changed keeps its text byte for byte.
 */
export class Kptfile {
  private readonly original: YamlNode;

  private constructor(
    readonly object: KrmObject,
    private readonly text: string,
  ) {
    this.original = deepCopy(object.node);
  }

  /**
   * @param file path to tell in errors.
   * @throws YamlSyntaxError when the text is no YAML or its kind is not Kptfile.
   */
  static parse(text: string, file: string = KPTFILE_NAME): Kptfile {
    const [document] = parseYaml(text, { file });
    if (document?.root?.kind !== 'mapping') {
      throw new YamlSyntaxError('a Kptfile must be one mapping', { line: 1, column: 1 }, file);
    }
    const object = new KrmObject(document);
    if (object.kind !== 'Kptfile') {
      const { line, column } = getField(document.root, 'kind') ?? document.root;
      throw new YamlSyntaxError(
        `unknown resource type "${object.kind}": a Kptfile's kind is Kptfile`,
        { line, column },
        file,
      );
    }
    return new Kptfile(object, text);
  }

  private get node(): YamlNode {
    return this.object.node;
  }

  /** The Kptfile's text after the edits. */
  toString(): string {
    if (nodesEqual(this.original, this.node, { comments: true, style: true })) return this.text;
    return printYaml(this.object.document, { sequenceIndent: kptfileSequenceIndent(this.text) });
  }

  get upstream(): KptfileUpstream | undefined {
    const node = getField(this.node, 'upstream');
    if (node === undefined || isNull(node)) return undefined;
    const git = getField(node, 'git');
    return { ...readStrings(node, ['type', 'updateStrategy']), ...(git ? { git: readStrings(git, gitFields) } : {}) };
  }

  get upstreamLock(): KptfileUpstreamLock | undefined {
    const node = getField(this.node, 'upstreamLock');
    if (node === undefined || isNull(node)) return undefined;
    const git = getField(node, 'git');
    const generic = getField(node, 'generic');
    return {
      ...readStrings(node, ['type']),
      ...(git ? { git: readStrings(git, [...gitFields, 'commit']) } : {}),
      ...(generic ? { generic: readStrings(generic, ['storeID', 'resourceID', 'resourceVersion']) } : {}),
    };
  }

  get info(): KptfileInfo {
    const node = getField(this.node, 'info');
    const emails = readStringList(node, 'emails');
    const keywords = readStringList(node, 'keywords');
    const { readinessGates } = this;
    return {
      ...readStrings(node, ['site', 'license', 'licenseFile', 'description', 'man']),
      ...(emails ? { emails } : {}),
      ...(keywords ? { keywords } : {}),
      ...(readinessGates.length > 0 ? { readinessGates } : {}),
    };
  }

  get readinessGates(): KptfileReadinessGate[] {
    return readList(lookupPath(this.node, ['info', 'readinessGates'])).map((gate) => ({
      conditionType: getString(gate, 'conditionType') ?? '',
    }));
  }

  get conditions(): KptfileCondition[] {
    return readList(lookupPath(this.node, ['status', 'conditions'])).map((condition) => ({
      type: getString(condition, 'type') ?? '',
      status: getString(condition, 'status') ?? '',
      ...readStrings(condition, ['reason', 'message']),
    }));
  }

  get pipeline(): KptfilePipeline {
    const node = getField(this.node, 'pipeline');
    return {
      mutators: readList(getField(node, 'mutators')).map(readFunction),
      validators: readList(getField(node, 'validators')).map(readFunction),
    };
  }

  get inventory(): KptfileInventory | undefined {
    const node = getField(this.node, 'inventory');
    if (node === undefined || isNull(node)) return undefined;
    return { ...readStrings(node, ['namespace', 'name', 'inventoryID']), ...readMaps(node) };
  }

  /** Sets a string field by its path, such as `['upstream', 'git', 'ref']`; an empty or missing value removes it. */
  setText(path: readonly [string, ...string[]], value: string | undefined): void {
    const parents = path.slice(0, -1);
    const name = path[path.length - 1] ?? '';
    if (value === undefined || value === '') {
      const parent = lookupPath(this.node, parents);
      if (parent !== undefined) clearField(parent, name);
      return;
    }
    this.placeSection(path[0]);
    setTextField(lookupOrCreatePath(this.node, parents), name, value);
  }

  /** Makes the labels or annotations exactly these; those that stay keep their place and comments. */
  setEntries(field: 'labels' | 'annotations', wanted: ReadonlyMap<string, string>): void {
    if (wanted.size === 0) {
      this.setText(['metadata', field], undefined);
      return;
    }
    this.placeSection('metadata');
    const entries = lookupOrCreatePath(this.node, ['metadata', field]);
    for (const { key } of [...fields(entries)]) if (!wanted.has(key.value)) clearField(entries, key.value);
    for (const [key, value] of wanted) setTextField(entries, key, value);
  }

  /** Makes the gates exactly these; those that stay keep their place and comments. */
  setReadinessGates(gates: readonly KptfileReadinessGate[]): void {
    this.syncList(['info', 'readinessGates'], 'conditionType', gates, () => undefined);
  }

  /** Makes the conditions exactly these, told apart by type; those that stay keep their place and comments. */
  setConditions(conditions: readonly KptfileCondition[]): void {
    this.syncList(['status', 'conditions'], 'type', conditions, (element, condition) => {
      setTextField(element, 'status', condition.status);
      for (const name of ['reason', 'message'] as const) {
        const value = condition[name];
        if (value === undefined || value === '') clearField(element, name);
        else setTextField(element, name, value);
      }
    });
  }

  /** Sets what the last render's steps did; undefined removes it. */
  setRenderStatus(status: YamlNode | undefined): void {
    const holder = getField(this.node, 'status');
    if (status === undefined) {
      if (holder !== undefined) clearField(holder, 'renderStatus');
      return;
    }
    const present = getField(holder, 'renderStatus');
    if (present !== undefined && nodesEqual(present, status)) return;
    this.placeSection('status');
    setField(lookupOrCreatePath(this.node, ['status']), 'renderStatus', status);
  }

  /** Makes room for a section that is not there yet: before the first of those that kpt writes after it. */
  private placeSection(name: string): void {
    const position = SECTIONS.indexOf(name);
    if (position < 0 || getField(this.node, name) !== undefined) return;
    const later = new Set(SECTIONS.slice(position + 1));
    const { content } = this.node;
    const index = content.findIndex((key, at) => at % 2 === 0 && later.has(key.value));
    if (index >= 0) content.splice(index, 0, YamlNode.scalar(name), YamlNode.mapping());
  }

  private syncList<T extends object, K extends keyof T & string>(
    path: readonly [string, string],
    key: K,
    wanted: readonly T[],
    update: (element: YamlNode, value: T) => void,
  ): void {
    const [parent, name] = path;
    if (wanted.length === 0) {
      const holder = getField(this.node, parent);
      if (holder !== undefined) clearField(holder, name);
      return;
    }
    this.placeSection(parent);
    const list = lookupOrCreatePath(this.node, path, 'sequence');
    const missing = new Map(wanted.map((value) => [String(value[key]), value]));
    list.content = list.content.filter((element) => {
      const id = getString(element, key) ?? '';
      const value = missing.get(id);
      if (value === undefined) return false;
      missing.delete(id);
      update(element, value);
      return true;
    });
    for (const [id, value] of missing) {
      const element = fromJs({ [key]: id });
      update(element, value);
      list.content.push(element);
    }
  }
}

function setTextField(mapping: YamlNode, name: string, value: string): void {
  const present = getField(mapping, name);
  if (present?.kind === 'scalar' && present.value === value) return;
  const node = stringNode(value);
  if (present !== undefined) {
    node.headComment = present.headComment;
    node.lineComment = present.lineComment;
    node.footComment = present.footComment;
  }
  setField(mapping, name, node);
}

function readMaps(node: YamlNode): { labels?: Record<string, string>; annotations?: Record<string, string> } {
  const labels = readStringMap(getField(node, 'labels'));
  const annotations = readStringMap(getField(node, 'annotations'));
  return { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) };
}

function readFunction(node: YamlNode): KptfileFunction {
  const configMap = readStringMap(getField(node, 'configMap'));
  const selectors = readList(getField(node, 'selectors')).map(readSelector);
  const exclude = readList(getField(node, 'exclude')).map(readSelector);
  return {
    ...readStrings(node, ['image', 'exec', 'tag', 'configPath', 'name']),
    ...(configMap ? { configMap } : {}),
    ...(selectors.length > 0 ? { selectors } : {}),
    ...(exclude.length > 0 ? { exclude } : {}),
  };
}

function readSelector(node: YamlNode): KptfileSelector {
  return { ...readStrings(node, ['apiVersion', 'kind', 'name', 'namespace']), ...readMaps(node) };
}

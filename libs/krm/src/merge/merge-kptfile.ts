import { clearField, getField, getString, lookupOrCreatePath, setField } from '../document/node-access';
import { deepCopy } from '../document/node-copy';
import { YamlNode } from '../document/yaml-node';
import { type FieldDecision, FieldDecisionRecorder } from './field-decision';
import { decodedKptfile, dropEmptyFields, functionLists, orderKptfileFields } from './kptfile-sections';
import { merge3 } from './merge3';
import { sameContent } from './node-content';

export interface MergeKptfileInput {
  /** Root nodes of the Kptfiles; undefined where a package has none. */
  local: YamlNode | undefined;
  updated: YamlNode | undefined;
  original: YamlNode | undefined;
  /** Whether `upstream` and `upstreamLock` come from `updated` where it has them. */
  updateUpstream: boolean;
  recorder?: FieldDecisionRecorder;
}

/** What a merge changes in a Kptfile. Name, namespace, upstream and upstreamLock are the package's own. */
const MERGED_SECTIONS: readonly (readonly string[])[] = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['info'],
  ['pipeline'],
  ['inventory'],
  ['status'],
];

/**
 * Merges Kptfiles three-way as kpt does: functions are matched by name, or by image (without its tag) or command if
 * none has a name and none occurs twice. Comments and the order of what does not change stay as they are locally.
 *
 * @returns a new root node; the inputs stay as they are.
 * @throws PorchError (Invalid) if some lists of functions have names and others do not.
 */
export function mergeKptfile({ local, updated, original, updateUpstream, recorder }: MergeKptfileInput): YamlNode {
  const views = [local, original, updated].map(decodedKptfile) as [YamlNode, YamlNode, YamlNode];
  const [localView, originalView, updatedView] = views;
  const before = deepCopy(localView);
  const syntheticNames = views.every(functionsAreDistinctAndUnnamed);
  if (syntheticNames) views.forEach(addSyntheticNames);
  for (const view of views) for (const own of ['upstream', 'upstreamLock', 'apiVersion', 'kind']) clearField(view, own);
  for (const view of views) for (const own of ['name', 'namespace']) clearMetadataField(view, own);
  const fieldDecisions = new FieldDecisionRecorder();
  const merged =
    merge3(localView, originalView, updatedView, { inferAssociativeLists: true, recorder: fieldDecisions }) ??
    YamlNode.mapping();
  if (syntheticNames) removeSyntheticNames(merged);
  dropEmptyFields(merged);
  recorder?.decisions.push(...withoutSyntheticNames(fieldDecisions.decisions));

  const result = local?.kind === 'mapping' ? deepCopy(local) : YamlNode.mapping();
  const changed = MERGED_SECTIONS.filter((path) => !sameContent(at(before, path), at(merged, path)));
  for (const path of changed) replaceSection(result, path, at(merged, path));
  const upstreamChanged = updateUpstream && takeUpstream(result, updated);
  if (changed.length > 0 || upstreamChanged) orderKptfileFields(result);
  return result;
}

function at(kptfile: YamlNode, path: readonly string[]): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, name) => getField(node, name), kptfile);
}

function replaceSection(kptfile: YamlNode, path: readonly string[], section: YamlNode | undefined): void {
  const name = path.at(-1) as string;
  const isEmptyMap = path.length > 1 && section?.content.length === 0;
  const parent = path.length > 1 ? lookupOrCreatePath(kptfile, path.slice(0, -1)) : kptfile;
  if (!section || isEmptyMap) clearField(parent, name);
  else setField(parent, name, section);
}

function takeUpstream(kptfile: YamlNode, updated: YamlNode | undefined): boolean {
  const taken = ['upstream', 'upstreamLock'].filter((name) => {
    const value = getField(decodedKptfile(updated), name);
    if (!value || sameContent(value, getField(kptfile, name))) return false;
    setField(kptfile, name, value);
    return true;
  });
  return taken.length > 0;
}

function clearMetadataField(kptfile: YamlNode, name: string): void {
  const metadata = getField(kptfile, 'metadata');
  if (metadata) clearField(metadata, name);
}

/** Prefix of the names that functions carry only during a merge. */
const SYNTHETIC_NAME_PREFIX = '_kpt-merge_';

/** What stands for a function's name: its command, or its image without what follows the first colon. */
function functionKey(element: YamlNode): string {
  return getString(element, 'exec') ?? (getString(element, 'image') ?? '').split(':')[0] ?? '';
}

function functionsAreDistinctAndUnnamed(kptfile: YamlNode): boolean {
  return functionLists(kptfile).every((list) => {
    const keys = list.content.map(functionKey);
    return new Set(keys).size === keys.length && list.content.every((element) => !getString(element, 'name'));
  });
}

function addSyntheticNames(kptfile: YamlNode): void {
  for (const list of functionLists(kptfile)) {
    for (const element of list.content) {
      if (element.kind === 'mapping') {
        setField(element, 'name', YamlNode.string(SYNTHETIC_NAME_PREFIX + functionKey(element)));
      }
    }
  }
}

function removeSyntheticNames(kptfile: YamlNode): void {
  for (const list of functionLists(kptfile)) {
    for (const element of list.content) {
      if (getString(element, 'name')?.startsWith(SYNTHETIC_NAME_PREFIX)) clearField(element, 'name');
    }
  }
}

/** Decisions as people know the fields: functions by image or command, no decisions about names nobody wrote. */
function withoutSyntheticNames(decisions: readonly FieldDecision[]): FieldDecision[] {
  const synthetic = `[name=${SYNTHETIC_NAME_PREFIX}`;
  return decisions.flatMap((decision) => {
    const path = decision.path.map((part) => (part.startsWith(synthetic) ? `[${part.slice(synthetic.length)}` : part));
    const isName = decision.path.at(-1) === 'name' && decision.path.at(-2)?.startsWith(synthetic);
    return isName ? [] : [{ ...decision, path }];
  });
}

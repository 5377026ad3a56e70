import { invalidData } from '../document/invalid-data';
import { compareText } from '../document/compare-text';
import { type KrmObject } from '../document/krm-object';
import { fields, getField, getString, isNull } from '../document/node-access';
import { scalarTag } from '../document/scalar-type';
import { needsQuotes } from '../document/yaml-1-1-string';
import { type YamlNode } from '../document/yaml-node';
import { fieldPlace } from './field-order';

/** Annotation that chooses how an object is formatted: `standard`, or `none` for not at all. */
export const FORMATTING_ANNOTATION = 'config.kubernetes.io/formatting';

const sortedKinds = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'StatefulSet',
  'ValidatingWebhookConfiguration',
]);
const sortedApiVersions = new Set([
  'apps/v1',
  'apps/v1beta1',
  'apps/v1beta2',
  'batch/v1',
  'batch/v1beta1',
  'extensions/v1beta1',
  'v1',
  'admissionregistration.k8s.io/v1',
]);

/** What a field, or an element of a list, has to be, as far as it is known. */
export interface FieldType {
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | undefined;
  field(name: string): FieldType | undefined;
  element(): FieldType | undefined;
}

export interface FormatOptions {
  /** Quote what Kubernetes wants as a string and YAML would read as something else. */
  quoteStrings?: boolean;
  /** With `quoteStrings`: the fields of a kind; without, and for other kinds, those are known that many kinds have. */
  typeOf?: (apiVersion: string, kind: string) => FieldType | undefined;
}

/**
 * Formats an object as kyaml's formatter does: fields in the customary order, others by name, containers and webhook
 * operations sorted. An object without kind or apiVersion stays as it is.
 *
 * @throws PorchError (Invalid) when the formatting annotation holds neither `standard` nor `none`.
 */
export function formatResource(object: KrmObject, options: FormatOptions = {}): void {
  const strategy = object.getAnnotation(FORMATTING_ANNOTATION) ?? 'standard';
  if (strategy === 'none') return;
  if (strategy !== 'standard') throw invalidData(`formatting annotation has illegal value ${strategy}`);
  if (getField(object.node, 'kind') === undefined || getField(object.node, 'apiVersion') === undefined) return;
  const sortLists = sortedKinds.has(object.kind) && sortedApiVersions.has(object.apiVersion);
  const quoteStrings = options.quoteStrings === true;
  const type = quoteStrings ? options.typeOf?.(object.apiVersion, object.kind) : undefined;
  formatNode(object.node, '', { sortLists, quoteStrings, isTyped: type !== undefined }, type);
}

interface Formatting {
  sortLists: boolean;
  quoteStrings: boolean;
  /** Whether the kind's fields are known, so that nothing has to be guessed. */
  isTyped: boolean;
}

function formatNode(node: YamlNode, path: string, formatting: Formatting, type: FieldType | undefined): void {
  if (node.kind === 'mapping') {
    sortFields(node);
    for (const { key, value } of fields(node)) {
      formatNode(value, `${path}.${key.value}`, formatting, type?.field(key.value));
    }
  } else if (node.kind === 'sequence') {
    if (formatting.sortLists) sortElements(node, path);
    for (const element of node.content) formatNode(element, path, formatting, type?.element());
  } else if (formatting.quoteStrings) {
    const wanted = formatting.isTyped ? type?.type : isStringPath(path) ? 'string' : undefined;
    if (wanted === 'string') quoteString(node);
    else if (wanted !== undefined) unquoteValue(node, wanted);
  }
}

function sortFields(mapping: YamlNode): void {
  const sorted = [...fields(mapping)].map((field) => ({ ...field, place: fieldPlace(field.key.value) }));
  sorted.sort((a, b) => {
    if (a.place !== undefined && b.place !== undefined) return a.place - b.place;
    if (a.place !== undefined) return -1;
    if (b.place !== undefined) return 1;
    return compareText(a.key.value, b.key.value);
  });
  mapping.content = sorted.flatMap(({ key, value }) => [key, value]);
}

function sortElements(list: YamlNode, path: string): void {
  if (path === '.spec.template.spec.containers') {
    list.content.sort((a, b) => compareText(getString(a, 'name') ?? '', getString(b, 'name') ?? ''));
  } else if (path === '.webhooks.rules.operations') {
    list.content.sort((a, b) => compareText(a.value, b.value));
  }
}

/** Maps and lists whose values Kubernetes declares as strings, wherever they occur. */
const stringValues =
  /\.(?:labels|annotations|matchLabels|nodeSelector|stringData)\.[^/]*$|\.(?:command|args)$|\.env\.value$|^\.data\.[^.]*$/;

function isStringPath(path: string): boolean {
  return stringValues.test(path);
}

function quoteString(node: YamlNode): void {
  if (node.kind !== 'scalar' || node.style !== 'plain' || isNull(node) || !needsQuotes(node.value)) return;
  node.style = 'double';
  node.tag = '!!str';
}

const TAGS_OF_TYPE = { boolean: ['!!bool'], integer: ['!!int'], number: ['!!int', '!!float'] } as const;

/** A boolean or a number in quotes, which Kubernetes would not take. */
function unquoteValue(node: YamlNode, type: keyof typeof TAGS_OF_TYPE): void {
  const isQuoted = node.style === 'single' || node.style === 'double';
  const tag = scalarTag(node.value);
  if (node.kind !== 'scalar' || !isQuoted || !TAGS_OF_TYPE[type].some((expected) => expected === tag)) return;
  node.style = 'plain';
  node.tag = tag;
}

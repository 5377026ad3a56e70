import { invalidData } from '../document/invalid-data';
import { compareText } from '../document/compare-text';
import { type KrmObject } from '../document/krm-object';
import { fields, getField, getString } from '../document/node-access';
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

export interface FormatOptions {
  /** Quote what Kubernetes wants as a string and YAML would read as something else. */
  quoteStrings?: boolean;
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
  formatNode(object.node, '', { sortLists, quoteStrings: options.quoteStrings === true });
}

interface Formatting {
  sortLists: boolean;
  quoteStrings: boolean;
}

function formatNode(node: YamlNode, path: string, formatting: Formatting): void {
  if (node.kind === 'mapping') {
    sortFields(node);
    for (const { key, value } of fields(node)) formatNode(value, `${path}.${key.value}`, formatting);
  } else if (node.kind === 'sequence') {
    if (formatting.sortLists) sortElements(node, path);
    for (const element of node.content) formatNode(element, path, formatting);
  } else if (formatting.quoteStrings && isStringPath(path)) {
    quoteString(node);
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
  if (node.kind !== 'scalar' || node.style !== 'plain' || !needsQuotes(node.value)) return;
  node.style = 'double';
  node.tag = '!!str';
}

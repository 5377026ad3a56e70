import { getField, lookupOrCreatePath, needsQuotes, printYaml, setField, YamlNode } from '@porch/krm';
import { CONFIG_MAP, configDataOf } from '../function-config';
import { FunctionError, failedWith } from '../framework-outcome';
import { succeeded } from '../function-outcome';
import { quote } from '../go-format';
import { goRegExp } from '../go-regexp';
import { type SynchronousKrmFunction } from '../krm-function';
import { walkFields } from '../object/field-walk';
import { filePathOf } from '../object/krm-object';
import { entriesOf } from '../object/node-fields';
import { isAbsolutePath, matchesFieldPath } from './field-path-match';
import { matchesGlob } from './file-glob';

const MATCHERS = ['by-value', 'by-file-path', 'by-value-regex', 'by-path', 'put-value', 'put-comment'] as const;

/** What to look for and what to put there; empty text stands for nothing. */
export type SearchRequest = Readonly<Record<(typeof MATCHERS)[number], string>>;

/** A field that was found, after it was changed. */
export interface SearchMatch {
  readonly filePath: string;
  readonly fieldPath: string;
  readonly value: string;
}

/** search-replace (v0.2): finds fields by value, expression or path, and puts values or comments there. */
export const searchReplace: SynchronousKrmFunction = {
  name: 'search-replace',
  description: 'Search for fields by value or path, and replace values or add comments.',
  configKinds: [CONFIG_MAP],
  configSchema: {
    type: 'object',
    properties: {
      data: {
        type: 'object',
        properties: Object.fromEntries(MATCHERS.map((name) => [name, { type: 'string' }])),
        additionalProperties: false,
      },
    },
  },
  run({ items, functionConfig }) {
    try {
      const request = searchRequest(configDataOf(functionConfig));
      const matches = searchAndReplace(items, request);
      if (matches.length === 0) return succeeded(items, [{ message: 'no matches' }]);
      const changes = request['put-value'] !== '' || request['put-comment'] !== '';
      const verb = changes ? 'Mutated field value to' : 'Matched field value';
      return succeeded(
        items,
        matches.map(({ filePath, fieldPath, value }) => ({
          message: `${verb} ${quote(value)}`,
          field: { path: fieldPath },
          file: { path: filePath },
        })),
      );
    } catch (thrown) {
      const describe = (text: string) => `failed to perform search-replace operation: ${quote(text)}`;
      return failedWith(items, thrown, describe);
    }
  },
};

/** @throws FunctionError for a matcher that does not exist, or two that exclude each other */
export function searchRequest(data: ReadonlyMap<string, string>): SearchRequest {
  for (const key of data.keys()) {
    if (!(MATCHERS as readonly string[]).includes(key)) {
      throw new FunctionError(`invalid matcher ${quote(key)}, must be one of [${MATCHERS.map(quote).join(' ')}]`);
    }
  }
  if (data.get('by-value') && data.get('by-value-regex')) {
    throw new FunctionError('only one of ["by-value", "by-value-regex"] can be provided');
  }
  return Object.fromEntries(MATCHERS.map((name) => [name, data.get(name) ?? ''])) as SearchRequest;
}

/** Searches all objects and replaces what is found; objects are changed in place. @throws FunctionError */
export function searchAndReplace(items: readonly YamlNode[], request: SearchRequest): SearchMatch[] {
  const search = new Search(request);
  for (const item of items) search.perform(item);
  return search.matches;
}

class Search {
  readonly matches: SearchMatch[] = [];
  private readonly request: SearchRequest;
  private readonly expression: RegExp | undefined;

  constructor(request: SearchRequest) {
    this.request = request;
    this.expression = request['by-value-regex'] === '' ? undefined : compiled(request['by-value-regex']);
  }

  perform(object: YamlNode): void {
    const filePath = filePathOf(object);
    const glob = this.request['by-file-path'];
    if (glob !== '' && !matchesGlob(glob, filePath)) return;
    if (this.putsAtPath()) {
      this.putAtPath(object, filePath);
      return;
    }
    walkFields(object, {
      mapping: (node, path) => {
        for (const { key, value } of entriesOf(node)) this.visitList(key, value, path, filePath);
      },
      scalar: (node, path) => this.visitScalar(node, path, filePath),
    });
  }

  /** A plain path with nothing else to match is set outright; where it is missing it is made, as a string. */
  private putsAtPath(): boolean {
    const { 'by-path': path, 'by-value': value, 'put-value': put } = this.request;
    return isAbsolutePath(path) && !path.includes('[') && value === '' && !this.expression && put !== '';
  }

  private putAtPath(object: YamlNode, filePath: string): void {
    const { 'by-path': path, 'put-value': value } = this.request;
    const names = path.split('.');
    const last = names.pop() ?? '';
    const parent = lookupOrCreatePath(object, names);
    const isNew = getField(parent, last) === undefined;
    setField(parent, last, YamlNode.scalar(value, isNew && needsQuotes(value) ? 'double' : 'plain'));
    this.matches.push({ filePath, fieldPath: path, value });
  }

  /** A comment on a list goes behind its key, and opens the list. A key with a comment is matched together with that. */
  private visitList(key: YamlNode, value: YamlNode, path: string, filePath: string): void {
    const comment = this.request['put-comment'];
    if (comment === '' || value.kind !== 'sequence' || value.content.length === 0) return;
    const name = printYaml(key).trim();
    if (!matchesFieldPath(path === '' ? name : `${path}.${name}`, this.request['by-path'])) return;
    value.style = 'flow';
    const shown = printYaml(value).trim();
    value.style = 'block';
    key.lineComment = `# ${comment}`;
    this.matches.push({ filePath, fieldPath: `${this.request['by-path']} # ${comment}`, value: shown });
  }

  private visitScalar(node: YamlNode, path: string, filePath: string): void {
    if (!this.isWanted(node, path)) return;
    const { 'put-comment': comment, 'put-value': value } = this.request;
    const before = node.value;
    if (comment !== '') node.lineComment = `# ${this.resolved(before, comment)}`;
    if (value !== '') {
      node.value = this.resolved(before, value);
      node.tag = '';
      node.tagged = false;
    }
    this.matches.push({ filePath, fieldPath: path, value: shownScalar(node) });
  }

  private isWanted(node: YamlNode, path: string): boolean {
    const { 'by-value': value, 'by-path': pattern } = this.request;
    const valueMatches = (value !== '' && value === node.value) || (this.expression?.test(node.value) ?? false);
    if (pattern === '') return valueMatches;
    return (valueMatches || (value === '' && !this.expression)) && matchesFieldPath(path, pattern);
  }

  /** The text to put, with `${1}` and so on replaced by what the expression's groups found in the old value. */
  private resolved(value: string, text: string): string {
    if (!this.expression) return text;
    const groups = this.expression.exec(value)?.slice(1) ?? [];
    const result = groups.reduce(
      (current, group, index) => current.split('${' + (index + 1) + '}').join(group ?? ''),
      text,
    );
    if (/\$\{[0-9]+\}/.test(result)) throw new FunctionError('unable to resolve capture groups');
    return result;
  }
}

function compiled(expression: string): RegExp {
  try {
    return goRegExp(expression);
  } catch (cause) {
    throw new FunctionError(`error parsing regexp: ${(cause as Error).message}`);
  }
}

/** A scalar as YAML, with its comment. */
function shownScalar(node: YamlNode): string {
  const copy = new YamlNode('scalar', node.style, node.value, node.tag);
  copy.lineComment = node.lineComment;
  return printYaml(copy).trim();
}

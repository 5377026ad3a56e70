import { type FunctionResult } from '@porch/api';
import { fromJs, KrmObject, readResources, writeResources, type YamlNode } from '@porch/krm';
import { type FunctionInput } from '@porch/repository';
import { functionResults } from '../results/function-results';

const RESOURCE_LIST = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList' };

/** A ResourceList as text: a function's input as a process reads it, or with results its output. */
export function resourceListText(
  { items, functionConfig }: FunctionInput,
  results: readonly FunctionResult[] = [],
): string {
  return writeResources(
    items.map((node) => new KrmObject(node)),
    {
      wrapping: RESOURCE_LIST,
      keepReaderAnnotations: true,
      functionConfig,
      results: results.length === 0 ? undefined : fromJs(results),
    },
  );
}

export interface ResourceList {
  readonly items: YamlNode[];
  readonly functionConfig: YamlNode | undefined;
  readonly results: FunctionResult[];
}

/**
 * A ResourceList's text, as a process writes it to standard output; nothing at all counts as no objects.
 *
 * @param options.numberDocuments give documents that are in no list the index annotations of their order, as in a file
 * @throws YamlSyntaxError, or Error for results that are none
 */
export function readResourceList(text: string, options: { readonly numberDocuments?: boolean } = {}): ResourceList {
  const list = readResources(text, {
    omitReaderAnnotations: options.numberDocuments !== true,
    wrapBareSequence: true,
  });
  return {
    items: list.items.map(({ node }) => node),
    functionConfig: list.functionConfig,
    results: functionResults(list.results),
  };
}

import { parseYaml, printYaml, YamlDocument } from '@porch/krm';
import { type KrmFunction, type KrmFunctionOutput } from './krm-function';

export interface FunctionRun extends Omit<KrmFunctionOutput, 'items'> {
  /** The items after the function, as a stream of YAML documents. */
  readonly items: string;
}

/** Runs a function on YAML text, for tests: `items` is a stream of documents, `functionConfig` a single one. */
export async function runFunction(
  krmFunction: KrmFunction,
  items: string,
  functionConfig = '',
  tag = '',
): Promise<FunctionRun> {
  const nodes = parseYaml(items).flatMap(({ root }) => root ?? []);
  const output = await krmFunction.run({ items: nodes, functionConfig: parseYaml(functionConfig)[0]?.root }, { tag });
  return { ...output, items: printYaml(output.items.map((item) => new YamlDocument(item))) };
}

/** The messages of a run, in order. */
export function messagesOf(run: Pick<FunctionRun, 'results'>): string[] {
  return run.results.map(({ message }) => message);
}

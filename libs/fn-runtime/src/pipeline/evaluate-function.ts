import { type FunctionResultList, type FunctionStepResult } from '@porch/api';
import { type KrmObject, type YamlNode } from '@porch/krm';
import { type FunctionRunner, type OperationContext } from '@porch/repository';
import { alreadyHandled } from '../errors/kpt-error';
import { callFunction, type FunctionCallOutcome } from './function-call';
import { type RenderEvents } from './render-events';
import { clearResourceIds, mergeSelection, setResourceIds } from './selection-merge';
import { isEmptySelector, type Selector, selectObjects } from './selector';

export interface Evaluation {
  /** The image, or the command. */
  readonly function: { readonly image: string } | { readonly exec: string };
  readonly runner: FunctionRunner;
  readonly functionConfig: YamlNode | undefined;
  readonly selector: Selector;
  readonly exclusion: Selector;
  readonly events: RenderEvents;
}

export interface EvaluationOutcome {
  /** The objects after the function; undefined when it failed. */
  readonly objects: KrmObject[] | undefined;
  readonly results: FunctionResultList;
  /** Why it failed. */
  readonly error: Error | undefined;
}

/** Runs one function on objects, or on those a selector picks, as `kpt fn eval` does. @throws the signal's reason */
export async function evaluateFunction(
  evaluation: Evaluation,
  input: readonly KrmObject[],
  context: OperationContext,
): Promise<EvaluationOutcome> {
  const { selector, exclusion, events } = evaluation;
  const selects = !isEmptySelector(selector) || !isEmptySelector(exclusion);
  const all = input.map((object) => object.copy());
  if (selects) setResourceIds(all);
  const selected = selectObjects(all, [selector], [exclusion]);
  const name = 'image' in evaluation.function ? evaluation.function.image : evaluation.function.exec;
  const event = { name, package: '' };
  events.stepStarted?.({ ...event, selected: selects ? selected.length : undefined });
  const started = performance.now();
  const timing = () => ({ durationMilliseconds: performance.now() - started });
  let outcome: FunctionCallOutcome;
  try {
    const { runner, functionConfig } = evaluation;
    const functionCall = { runner, functionConfig, keepUntouched: false, reconcile: true, packagePath: undefined };
    outcome = await callFunction(functionCall, selected, context);
  } catch (error) {
    context.signal.throwIfAborted();
    events.stepFailed?.({ ...event, ...timing(), results: [], stderr: '', exitCode: undefined });
    return { objects: undefined, results: resultList([]), error: error as Error };
  }
  const { results, stderr, exitCode } = outcome;
  const report: FunctionStepResult = {
    ...evaluation.function,
    ...(stderr === '' ? {} : { stderr }),
    exitCode,
    ...(results.length === 0 ? {} : { results: [...results] }),
  };
  if (exitCode !== 0) {
    events.stepFailed?.({ ...event, ...timing(), results, stderr, exitCode: outcome.error ? undefined : exitCode });
    return { objects: undefined, results: resultList([report]), error: outcome.error ?? alreadyHandled() };
  }
  events.stepPassed?.({ ...event, ...timing(), results, stderr });
  const objects = selects ? mergeSelection(outcome.objects, selected, all) : outcome.objects;
  if (selects) clearResourceIds(objects);
  return { objects, results: resultList([report]), error: undefined };
}

function resultList(items: FunctionStepResult[]): FunctionResultList {
  return {
    apiVersion: 'kpt.dev/v1',
    kind: 'FunctionResultList',
    metadata: { name: 'fnresults' },
    exitCode: items.some(({ exitCode }) => exitCode !== 0) ? 1 : 0,
    items,
  };
}

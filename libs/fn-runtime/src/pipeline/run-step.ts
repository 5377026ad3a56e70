import { type FunctionResult } from '@porch/api';
import { type KrmObject } from '@porch/krm';
import { alreadyHandled } from '../errors/kpt-error';
import { conditionHolds } from './condition';
import { callFunction, type FunctionCallOutcome } from './function-call';
import { currentConfig, referencedConfig } from './function-config';
import { type PackageNode } from './package-node';
import { type PreparedStep, StepPreparationError } from './prepare-step';
import { type RenderSession } from './render-session';
import { clearResourceIds, mergeSelection, setResourceIds } from './selection-merge';
import { selectObjects } from './selector';
import { type StepReport } from './step-report';

/** Which list of `renderStatus` a step belongs to; mutators change the resources, validators only look at them. */
export type StepKind = 'mutator' | 'validator';

/**
 * Runs one step on a package's resources and notes what became of it.
 * @returns the resources after the step; a validator's are those given
 * @throws Error when the step failed, with kpt's text
 */
export async function runStep(
  prepared: PreparedStep,
  kind: StepKind,
  resources: readonly KrmObject[],
  node: PackageNode,
  session: RenderSession,
): Promise<readonly KrmObject[]> {
  const { step } = prepared;
  const selectors = step.selectors ?? [];
  const exclusions = step.exclude ?? [];
  const selects = selectors.length > 0 || exclusions.length > 0;
  const config = stepConfig(prepared, resources, node);
  if (selects && kind === 'mutator') setResourceIds(resources);
  const selected = selectObjects(withoutReferencedConfig(prepared, config, resources), selectors, exclusions);
  const name = prepared.image || step.exec || '';
  if (step.when && !conditionMet(prepared, kind, selected, session)) {
    session.settings.events.stepSkipped?.({ name, package: node.displayName });
    note(session, kind, { ...identityOf(prepared), skipped: true, exitCode: 0 });
    if (selects && kind === 'mutator') clearResourceIds(resources);
    return resources;
  }
  session.settings.events.stepStarted?.({
    name,
    package: node.displayName,
    selected: selects ? selected.length : undefined,
  });
  const configured = { ...prepared, config: config?.node ?? prepared.config };
  const output = await execute(configured, kind, selected, node, session).catch((error: unknown) => {
    if (selects && kind === 'mutator') clearResourceIds(resources);
    throw error;
  });
  if (kind === 'validator') return resources;
  const removedConfig = configTakenOut(prepared, config, resources);
  if (!selects) return [...output, ...removedConfig];
  const merged = [
    ...mergeSelection(output, selected, withoutReferencedConfig(prepared, config, resources)),
    ...removedConfig,
  ];
  clearResourceIds(merged);
  return merged;
}

/** The config as an earlier step may have left it among the resources. */
function stepConfig({ step }: PreparedStep, resources: readonly KrmObject[], node: PackageNode): KrmObject | undefined {
  if (step.configRef) return referencedConfig(step.configRef, node.path, resources);
  return step.configPath ? currentConfig(step.configPath, node.path, resources) : undefined;
}

/** A function is not given the object its `configRef` names among its items; one of a `configPath` it is. */
function withoutReferencedConfig(
  { step }: PreparedStep,
  config: KrmObject | undefined,
  resources: readonly KrmObject[],
): readonly KrmObject[] {
  return step.configRef ? resources.filter((resource) => resource !== config) : resources;
}

function configTakenOut(
  { step }: PreparedStep,
  config: KrmObject | undefined,
  resources: readonly KrmObject[],
): readonly KrmObject[] {
  return step.configRef ? resources.filter((resource) => resource === config) : [];
}

function conditionMet(
  prepared: PreparedStep,
  kind: StepKind,
  selected: readonly KrmObject[],
  session: RenderSession,
): boolean {
  try {
    return conditionHolds(prepared.step.when ?? '', selected);
  } catch (error) {
    const executionError = `failed to evaluate condition: ${(error as Error).message}`;
    note(session, kind, { ...identityOf(prepared), executionError, exitCode: 1 });
    throw new Error(executionError, { cause: error });
  }
}

async function execute(
  prepared: PreparedStep,
  kind: StepKind,
  selected: readonly KrmObject[],
  node: PackageNode,
  session: RenderSession,
): Promise<KrmObject[]> {
  const { events } = session.settings;
  const event = { name: prepared.image || prepared.step.exec || '', package: node.displayName };
  const started = performance.now();
  let outcome: FunctionCallOutcome | undefined;
  try {
    outcome = await call(prepared, kind, selected, node, session);
  } catch (error) {
    if (session.context.signal.aborted) throw error;
    const executionError = error instanceof Error ? error.message : String(error);
    note(session, kind, { ...identityOf(prepared), executionError, exitCode: 1 });
    events.stepFailed?.({ ...event, ...reportOf(outcome, started), exitCode: undefined });
    throw error;
  }
  noteOutcome(prepared, kind, outcome, session);
  if (outcome.exitCode !== 0) {
    const exitCode = outcome.error ? undefined : outcome.exitCode;
    events.stepFailed?.({ ...event, ...reportOf(outcome, started), exitCode });
    throw outcome.error ?? alreadyHandled();
  }
  session.executedFunctions++;
  events.stepPassed?.({ ...event, ...reportOf(outcome, started) });
  return outcome.objects;
}

async function call(
  { runner, config }: PreparedStep,
  kind: StepKind,
  selected: readonly KrmObject[],
  node: PackageNode,
  session: RenderSession,
): Promise<FunctionCallOutcome> {
  const { keepUntouched } = session.settings;
  const reconcile = kind === 'mutator';
  const functionCall = { runner, functionConfig: config, keepUntouched, reconcile, packagePath: node.path };
  return callFunction(functionCall, selected, session.context);
}

function reportOf(outcome: FunctionCallOutcome | undefined, started: number) {
  return {
    durationMilliseconds: performance.now() - started,
    results: outcome?.results ?? [],
    stderr: outcome?.stderr ?? '',
  };
}

function noteOutcome(
  prepared: PreparedStep,
  kind: StepKind,
  outcome: FunctionCallOutcome,
  session: RenderSession,
): void {
  const { stderr, exitCode, results, error } = outcome;
  const report = { ...(stderr === '' ? {} : { stderr }), exitCode, ...(results.length === 0 ? {} : { results }) };
  note(session, kind, { ...identityOf(prepared), ...(error && { executionError: error.message }), ...report });
  const { image } = prepared;
  const identity = image === '' ? { exec: prepared.step.exec ?? '' } : { image };
  session.functionResults.push({ ...identity, ...report, results: results as FunctionResult[] });
}

/** Notes a step that could not even be made ready. */
export function noteUnprepared(
  step: PreparedStep['step'],
  kind: StepKind,
  error: unknown,
  session: RenderSession,
): void {
  const image = error instanceof StepPreparationError ? error.image : (step.image ?? '');
  const executionError = error instanceof Error ? error.message : String(error);
  note(session, kind, { ...identityOf({ step, image }), executionError, exitCode: 1 });
}

function identityOf({ step, image }: Pick<PreparedStep, 'step' | 'image'>): Omit<StepReport, 'exitCode'> {
  return {
    ...(step.name ? { name: step.name } : {}),
    ...(image === '' ? {} : { image }),
    ...(step.exec ? { exec: step.exec } : {}),
    ...(step.when ? { when: step.when } : {}),
  };
}

function note(session: RenderSession, kind: StepKind, report: StepReport): void {
  (kind === 'mutator' ? session.mutationSteps : session.validationSteps).push(report);
}

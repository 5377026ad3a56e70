import { type FunctionResult } from '@porch/api';
import { Kptfile, type KptfileCondition, parseYaml, printYaml } from '@porch/krm';
import { type DecodedStruct, decodeStruct } from '../kptfile/decode-struct';
import { encodeStruct } from '../kptfile/encode-struct';
import { KPTFILE, RENDER_STATUS } from '../kptfile/kptfile-schema';
import { type RenderSession } from './render-session';
import { errorSummaryOf, type StepReport } from './step-report';

const RENDERED = 'Rendered';

/** What a render leaves in the root Kptfile. */
export interface RecordedStatus {
  /** Why the render failed; undefined when it did not. */
  readonly failure: string | undefined;
  readonly mutationSteps: readonly StepReport[];
  readonly validationSteps: readonly StepReport[];
}

export function recordedStatusOf(session: RenderSession, failure: string | undefined): RecordedStatus {
  return { failure, mutationSteps: session.mutationSteps, validationSteps: session.validationSteps };
}

/**
 * A Kptfile with the outcome of a render in its status: the `Rendered` condition renewed and last, the steps listed.
 *
 * @param keepLayout whether comments, order and spelling of everything else stay; kpt writes all of it in the order and
 * spelling of its types, without comments
 * @throws Error for a text that is no Kptfile
 */
export function withRenderStatus(kptfile: string, recorded: RecordedStatus, keepLayout: boolean): string {
  const root = parseYaml(kptfile)[0]?.root;
  if (root === undefined) throw new Error('the Kptfile is empty');
  const decoded = decodeStruct(root, KPTFILE);
  if (keepLayout) return withStatusInPlace(kptfile, recorded);
  const status = (decoded['status'] ?? {}) as DecodedStruct;
  const kept = ((status['conditions'] ?? []) as readonly DecodedStruct[]).filter(({ type }) => type !== RENDERED);
  const next: DecodedStruct = {
    conditions: [...kept, { ...conditionOf(recorded) }],
    renderStatus: renderStatusOf(recorded),
  };
  return printYaml(encodeStruct({ ...decoded, status: next }, KPTFILE), { sequenceIndent: 'wide' });
}

function withStatusInPlace(text: string, recorded: RecordedStatus): string {
  const kptfile = Kptfile.parse(text);
  const others = kptfile.conditions.filter(({ type }) => type !== RENDERED);
  if (kptfile.conditions.at(-1)?.type !== RENDERED) kptfile.setConditions(others);
  kptfile.setConditions([...others, conditionOf(recorded)]);
  const status = renderStatusOf(recorded);
  kptfile.setRenderStatus(status && encodeStruct(status, RENDER_STATUS));
  return kptfile.toString();
}

function conditionOf({ failure }: RecordedStatus): KptfileCondition {
  if (failure === undefined) return { type: RENDERED, status: 'True', reason: 'RenderSuccess' };
  return { type: RENDERED, status: 'False', reason: 'RenderFailed', message: failure };
}

function renderStatusOf({ failure, mutationSteps, validationSteps }: RecordedStatus): DecodedStruct | undefined {
  if (mutationSteps.length === 0 && validationSteps.length === 0) return undefined;
  const summary = failure === undefined ? '' : errorSummaryOf([...mutationSteps, ...validationSteps]);
  return {
    mutationSteps: mutationSteps.map(stepStruct),
    validationSteps: validationSteps.map(stepStruct),
    errorSummary: summary,
  };
}

function stepStruct(step: StepReport): DecodedStruct {
  const results = step.results ?? [];
  const errors = results.filter(({ severity }) => severity === 'error');
  return { ...step, results: results.map(resultStruct), errorResults: errors.map(resultStruct) };
}

/** A result in the field order and with the omissions of kpt's type. */
export function resultStruct(result: FunctionResult): DecodedStruct {
  return result as unknown as DecodedStruct;
}

import { type FunctionResult } from '@porch/api';
import {
  copyComments,
  createSchemaRegistry,
  defaultPathAnnotations,
  ID_ANNOTATION,
  KrmObject,
  LEGACY_ID_ANNOTATION,
  nodesEqual,
  prepareAnnotations,
  reconcileAnnotations,
  syncOrder,
  type YamlNode,
} from '@porch/krm';
import { type FunctionOutput, type FunctionRunner, type OperationContext } from '@porch/repository';
import { requireKrm } from './krm-requirement';
import { keptLayout } from './layout-kept';
import { enforcePathRules, PACKAGE_PATH_ANNOTATION } from './path-rules';

/** Kubernetes' own list keys, by which comments find their list elements again. */
const SCHEMAS = createSchemaRegistry();

/** What {@link prepareAnnotations} puts on objects for the time of a call. */
const MIGRATION_ID_ANNOTATION = 'internal.config.kubernetes.io/annotations-migration-resource-id';

export interface FunctionCall {
  readonly runner: FunctionRunner;
  readonly functionConfig: YamlNode | undefined;
  /** See `RenderSettings.keepUntouched`. */
  readonly keepUntouched: boolean;
  /** Keep both generations of path and index annotations in step, as kyaml's pipeline does around mutators. */
  readonly reconcile: boolean;
  /** The package that objects without one belong to; undefined where packages do not matter. */
  readonly packagePath: string | undefined;
}

/** What a call gave: its objects unless it failed, and its report in any case. */
export interface FunctionCallOutcome {
  readonly objects: KrmObject[];
  /** Why the function could not be run or its output not be read; undefined where it ran, whatever its exit code. */
  readonly error?: Error;
  readonly results: readonly FunctionResult[];
  readonly stderr: string;
  readonly exitCode: number;
}

/**
 * Calls a function as kpt does: the input is numbered so that afterwards each object gets back the comments and the field
 * order that the function lost, new objects get a path, and the rules for input and output are enforced. The given objects
 * stay as they are; the outcome's are new.
 *
 * @throws Error where a rule is broken, in kpt's words
 */
export async function callFunction(
  call: FunctionCall,
  input: readonly KrmObject[],
  context: OperationContext,
): Promise<FunctionCallOutcome> {
  requireKrm(input, 'input');
  const given = input.map((object) => object.copy());
  const snapshot = call.reconcile ? prepareAnnotations(given) : undefined;
  given.forEach((object, index) => numbered(object, index + 1));
  const { runner, functionConfig } = call;
  let output: FunctionOutput;
  try {
    output = await runner.run({ items: given.map(({ node }) => node), functionConfig }, context);
  } catch (error) {
    if (context.signal.aborted || !(error instanceof Error)) throw error;
    return { objects: [], error, results: [], stderr: '', exitCode: 1 };
  }
  const { results, stderr, exitCode } = output;
  const objects = output.items.map((node) => restored(new KrmObject(node), input, call.keepUntouched));
  if (exitCode === 0) defaultPathAnnotations('', objects);
  if (call.packagePath !== undefined) claim(objects, call.packagePath);
  enforcePathRules(objects);
  requireKrm(objects, 'output');
  if (snapshot && exitCode === 0) reconcileAnnotations(objects, snapshot);
  return { objects, results, stderr, exitCode };
}

function numbered(object: KrmObject, number: number): KrmObject {
  object.setAnnotation(ID_ANNOTATION, String(number));
  object.setAnnotation(LEGACY_ID_ANNOTATION, String(number));
  return object;
}

/** An object that came back, with what the function lost of it and without its number. */
function restored(object: KrmObject, input: readonly KrmObject[], keepUntouched: boolean): KrmObject {
  const id = object.getAnnotation(ID_ANNOTATION) ?? object.getAnnotation(LEGACY_ID_ANNOTATION) ?? '';
  const before = input[Number(id) - 1];
  object.deleteAnnotation(ID_ANNOTATION);
  object.deleteAnnotation(LEGACY_ID_ANNOTATION);
  object.clearEmptyAnnotations();
  if (before === undefined) return object;
  if (keepUntouched && isUnchanged(object, before)) return before;
  if (!keptLayout(before, object.node)) {
    copyComments(before, object.node, SCHEMAS);
    syncOrder(before.node, object.node);
  }
  return object;
}

/** Whether an object came back as it went in, but for what the call itself put on it. */
function isUnchanged(object: KrmObject, before: KrmObject): boolean {
  const migrationId = object.getAnnotation(MIGRATION_ID_ANNOTATION);
  object.deleteAnnotation(MIGRATION_ID_ANNOTATION);
  if (nodesEqual(before.node, object.node, { comments: true, style: true })) return true;
  if (migrationId !== undefined) object.setAnnotation(MIGRATION_ID_ANNOTATION, migrationId);
  return false;
}

function claim(objects: readonly KrmObject[], packagePath: string): void {
  for (const object of objects) {
    if (!object.getAnnotation(PACKAGE_PATH_ANNOTATION)) object.setAnnotation(PACKAGE_PATH_ANNOTATION, packagePath);
  }
}

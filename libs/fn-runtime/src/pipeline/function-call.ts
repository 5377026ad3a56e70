import { type FunctionResult } from '@porch/api';
import {
  copyComments,
  createSchemaRegistry,
  defaultPathAnnotations,
  ID_ANNOTATION,
  KrmObject,
  LEGACY_ID_ANNOTATION,
  nodesEqual,
  syncOrder,
  type YamlNode,
} from '@porch/krm';
import { type FunctionRunner, type OperationContext } from '@porch/repository';
import { requireKrm } from './krm-requirement';
import { enforcePathRules, PACKAGE_PATH_ANNOTATION } from './path-rules';

/** Kubernetes' own list keys, by which comments find their list elements again. */
const SCHEMAS = createSchemaRegistry();

export interface FunctionCall {
  readonly runner: FunctionRunner;
  readonly functionConfig: YamlNode | undefined;
  /** See `RenderSettings.keepUntouched`. */
  readonly keepUntouched: boolean;
  /** The package that objects without one belong to; undefined where packages do not matter. */
  readonly packagePath: string | undefined;
}

/** What a call gave: its objects unless it failed, and its report in any case. */
export interface FunctionCallOutcome {
  readonly objects: KrmObject[];
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
  const given = input.map((object, index) => numbered(object.copy(), index + 1));
  const { runner, functionConfig } = call;
  const output = await runner.run({ items: given.map(({ node }) => node), functionConfig }, context);
  const { results, stderr, exitCode } = output;
  const objects = output.items.map((node) => restored(new KrmObject(node), input, call.keepUntouched));
  if (exitCode === 0) defaultPathAnnotations('', objects);
  if (call.packagePath !== undefined) claim(objects, call.packagePath);
  enforcePathRules(objects);
  requireKrm(objects, 'output');
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
  if (keepUntouched && nodesEqual(before.node, object.node, { comments: true, style: true })) return before.copy();
  copyComments(before, object.node, SCHEMAS);
  syncOrder(before.node, object.node);
  return object;
}

function claim(objects: readonly KrmObject[], packagePath: string): void {
  for (const object of objects) {
    if (!object.getAnnotation(PACKAGE_PATH_ANNOTATION)) object.setAnnotation(PACKAGE_PATH_ANNOTATION, packagePath);
  }
}

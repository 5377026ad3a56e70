import { copyComments, parseYaml, printYaml, syncOrder } from '@porch/krm';
import { type PipelineFunction } from '../pipeline/pipeline-function';
import { type DecodedStruct } from './decode-struct';
import { encodeStruct } from './encode-struct';
import { KPTFILE } from './kptfile-schema';
import { readKptfile } from './package-kptfile';

/**
 * A Kptfile with a function in its pipeline, in the place of one with the same image or command, else at the end; comments
 * and the order of fields stay (`kpt fn eval --save`).
 * @throws KptfileError for a text that is no Kptfile
 */
export function savePipelineFunction(
  text: string,
  list: 'mutators' | 'validators',
  step: PipelineFunction,
): { readonly text: string; readonly replaced: boolean } {
  const kptfile = readKptfile(text, '.');
  const steps = kptfile.pipeline[list];
  const isSame = (other: PipelineFunction) =>
    (step.image !== undefined && other.image === step.image) || (step.exec !== undefined && other.exec === step.exec);
  const replaced = steps.some(isSame);
  const saved = replaced ? steps.map((other) => (isSame(other) ? step : other)) : [...steps, step];
  const pipeline = { ...(kptfile.decoded['pipeline'] as DecodedStruct | undefined), [list]: saved } as DecodedStruct;
  const node = encodeStruct({ ...kptfile.decoded, pipeline }, KPTFILE);
  const original = parseYaml(text)[0]?.root;
  if (original) {
    copyComments(original, node);
    syncOrder(original, node);
  }
  return { text: printYaml(node, { sequenceIndent: 'wide' }), replaced };
}

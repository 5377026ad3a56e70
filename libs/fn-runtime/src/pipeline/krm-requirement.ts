import { filePlace, type KrmObject, krmProblem } from '@porch/krm';

/** @throws Error in kpt's words, naming the file of the first object that is no KRM resource */
export function requireKrm(objects: readonly KrmObject[], list: 'input' | 'output'): void {
  for (const object of objects) {
    const problem = krmProblem(object);
    if (problem === undefined) continue;
    const { path } = filePlace(object);
    throw new Error(`${list} resource list must contain only KRM resources: ${path}: ${problem}`);
  }
}

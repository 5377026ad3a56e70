import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual } from '../expect.mjs';

/** A configuration is wrong when the function says so; whether its program runs is not the question. */
async function configuration({ krm, functions, dir, caseJson }) {
  const starlark = functions.BUILT_IN_FUNCTIONS.find(({ name }) => name === 'starlark');
  const functionConfig = krm.parseYaml(readFileSync(join(dir, 'config.yaml'), 'utf8'))[0]?.root;
  const { exitCode, results } = await starlark.run({ items: [], functionConfig }, {});
  const problem = exitCode === 0 ? '' : (results[0]?.message ?? '');
  expectEqual(problem, caseJson.expectErrMsg ?? '');
}

export const groups = {
  'krm-functions-catalog/unit-starlark-config': configuration,
};

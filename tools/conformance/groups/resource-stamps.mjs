import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectEqual } from '../expect.mjs';

/** Changes every object of `input.yaml`; what is no object passes through. */
function changeObjects({ krm, dir }, change) {
  const documents = krm.parseYaml(readFileSync(join(dir, 'input.yaml'), 'utf8'));
  for (const document of documents) if (document.root?.kind === 'mapping') change(new krm.KrmObject(document));
  expectEqual(krm.printYaml(documents).trim(), readFileSync(join(dir, 'expected.yaml'), 'utf8').trim());
}

function attribution(context) {
  const { krm, caseJson } = context;
  const optedOut = Object.entries(caseJson).some(([key, value]) => /disable|env/i.test(key) && Boolean(value));
  const disabled = krm.attributionDisabled(optedOut ? { KRM_DISABLE_ATTRIBUTION: 'true' } : {});
  changeObjects(context, (object) => {
    if (!disabled) krm.attributeUsage(object, caseJson.group);
  });
}

export const groups = {
  'kpt/addmergecomment': async (context) => changeObjects(context, context.krm.addMergeComment),
  'kpt/attribution': async (context) => attribution(context),
};

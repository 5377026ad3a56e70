import { parseYaml, printYaml } from '@porch/krm';
import { toStarlark, type YamlCodec } from '@porch/starlark';
import { nodeToStarlark } from './resource-values';
import { starlarkToNode } from './yaml-values';

/** How `yaml.loads` and `yaml.dumps` read and write. */
export const yamlCodec: YamlCodec = {
  parse(source) {
    const root = parseYaml(source)[0]?.root;
    return root === undefined ? null : nodeToStarlark(root);
  },
  stringify(data) {
    const text = printYaml(starlarkToNode(toStarlark(data)));
    return text.endsWith('\n') ? text : `${text}\n`;
  },
};

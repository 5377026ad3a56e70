import { posix } from 'node:path';
import { fromJs, lookupOrCreatePath, setField, YamlNode } from '@porch/krm';
import { configDataOf } from '../function-config';
import { resultInFile } from '../framework-outcome';
import { info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { filePathOf, kindOf, LOCAL_CONFIG_ANNOTATION, nameOf, PATH_ANNOTATION } from '../object/krm-object';

const CONTEXT_NAME = 'kptfile.kpt.dev';
const CONTEXT_FILE = 'package-context.yaml';

/**
 * kpt's `builtins/gen-pkg-context`: gives every package a ConfigMap in `package-context.yaml` that says its name and, where
 * the configuration has one, its path.
 */
export const genPkgContext: SynchronousKrmFunction = {
  name: 'gen-pkg-context',
  description: 'Write the package context: a ConfigMap with the name and path of the package.',
  configKinds: [{ apiVersion: 'v1', kind: 'ConfigMap' }],
  run({ items, functionConfig }) {
    const packagePath = configDataOf(functionConfig).get('package-path') ?? '';
    const kept = items.filter((item) => !(kindOf(item) === 'ConfigMap' && nameOf(item) === CONTEXT_NAME));
    const contexts = kept
      .filter((item) => kindOf(item) === 'Kptfile' && posix.basename(filePathOf(item)) === 'Kptfile')
      .map((kptfile) => contextOf(kptfile, packagePath));
    const results = contexts.map((context) => resultInFile(info('generated package context'), filePathOf(context)));
    return succeeded([...kept, ...contexts], results);
  },
};

function contextOf(kptfile: YamlNode, rootPath: string): YamlNode {
  const directory = posix.dirname(filePathOf(kptfile));
  const data: Record<string, string> = { name: nameOf(kptfile) };
  if (rootPath !== '') data['package-path'] = posix.join(rootPath, directory);
  const context = fromJs({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: CONTEXT_NAME } });
  const annotations = lookupOrCreatePath(context, ['metadata', 'annotations']);
  setField(annotations, LOCAL_CONFIG_ANNOTATION, YamlNode.string('true', 'double'));
  setField(annotations, PATH_ANNOTATION, YamlNode.string(posix.join(directory, CONTEXT_FILE), 'single'));
  setField(context, 'data', fromJs(data));
  return context;
}

import { type YamlNode } from '@porch/krm';
import { configDataOf } from '../function-config';
import { filePathOf } from '../object/krm-object';
import { elementsOf, isAbsent, lookUp, stringMapOf, textAt } from '../object/node-fields';

export interface ConfiguredSetters {
  readonly setters: ReadonlyMap<string, string>;
  /** Why there are none; upstream collects these and its process never prints them. */
  readonly warning?: string;
}

const nothing = (warning: string): ConfiguredSetters => ({ setters: new Map(), warning });

/** The setters of all apply-setters steps of the root Kptfile, later ones winning. */
export function configuredSetters(items: readonly YamlNode[]): ConfiguredSetters {
  const kptfile = items.find((item) => filePathOf(item) === 'Kptfile');
  if (!kptfile) {
    return nothing('unable to find Kptfile, please include --include-meta-resources flag if a Kptfile is present');
  }
  if (isAbsent(lookUp(kptfile, 'pipeline'))) return nothing('unable to find Pipeline declaration in Kptfile');
  const setters = new Map<string, string>();
  for (const step of elementsOf(lookUp(kptfile, 'pipeline', 'mutators'))) {
    if (!textAt(step, 'image').includes('apply-setters')) continue;
    const configMap = lookUp(step, 'configMap');
    const configPath = textAt(step, 'configPath');
    if (!isAbsent(configMap)) {
      addAll(setters, stringMapOf(configMap));
    } else if (configPath !== '') {
      const config = items.find((item) => filePathOf(item) === configPath);
      if (!config) {
        return nothing(
          `file ${configPath} doesn't exist, please ensure the file specified in "configPath" exists and retry`,
        );
      }
      addAll(setters, configDataOf(config));
    } else {
      return nothing('unable to find ConfigMap or ConfigPath fnConfig for apply-setters');
    }
  }
  if (setters.size === 0) return nothing('unable to find apply-setters fn in Kptfile Pipeline.Mutators');
  return { setters };
}

function addAll(target: Map<string, string>, source: ReadonlyMap<string, string>): void {
  for (const [name, value] of source) target.set(name, value);
}

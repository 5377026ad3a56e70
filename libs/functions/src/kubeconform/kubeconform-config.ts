import { type YamlNode } from '@porch/krm';
import { fieldOf, lookUp, textOf } from '../object/node-fields';

export interface KubeconformConfig {
  /** Places of other schemas, which a function without a network or a disk cannot look at. */
  readonly schemaLocations: readonly string[];
  readonly skipKinds: readonly string[];
  readonly strict: boolean;
}

/** Reads the configuration, whose keys stand at its top or below `data`. Without one all is as by default. */
export function readKubeconformConfig(config: YamlNode | undefined): KubeconformConfig {
  const setting = (key: string) => textOf(fieldOf(config, key)) || textOf(lookUp(config, 'data', key));
  const list = (key: string) =>
    setting(key)
      .split(',')
      .filter((part) => part !== '');
  const flag = (key: string) => /^(?:true|1)$/i.test(setting(key));
  return {
    schemaLocations: [
      ...[setting('schema_location')].filter((place) => place !== ''),
      ...list('additional_schema_locations'),
    ],
    skipKinds: list('skip_kinds'),
    strict: flag('strict'),
  };
}

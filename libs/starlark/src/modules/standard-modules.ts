import type { ModuleMembers } from '../run-starlark';
import { base64Module } from './base64-module';
import { csvModule } from './csv-module';
import { hashModule } from './hash-module';
import { jsonModule } from './json-module';
import { mathModule } from './math-module';
import { reModule } from './re-module';
import { createTimeModule } from './time/time-module';
import { unavailableFunction, UnavailableLibrary } from './unavailable-library';
import { createYamlModule, type YamlCodec } from './yaml-module';

export interface StandardModulesOptions {
  /** What `yaml` reads and writes with. Without it there is no `encoding/yaml.star`. */
  readonly yaml?: YamlCodec;
  /** What `time.now()` says: milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
}

const unavailableNames = ['bsoup', 'geo', 'html', 'http', 'xlsx'] as const;

/**
 * The libraries that the kpt `starlark` function lets a program load, under its names for them: `encoding/json.star`,
 * `math.star` and so on. Those of upstream's that are not here load too, and fail by name when they are used.
 */
export function standardModules({ yaml, now = Date.now }: StandardModulesOptions = {}): Record<string, ModuleMembers> {
  const unavailable = unavailableNames.map((name) => {
    return [`${name}.star`, { [name]: new UnavailableLibrary(`${name}.star`, name) }] as const;
  });
  return {
    'encoding/base64.star': { base64: base64Module },
    'encoding/csv.star': { csv: csvModule },
    'encoding/json.star': { json: jsonModule },
    ...(yaml && { 'encoding/yaml.star': { yaml: createYamlModule(yaml) } }),
    'hash.star': { hash: hashModule },
    'math.star': { math: mathModule },
    're.star': { re: reModule },
    'time.star': { time: createTimeModule(now) },
    ...Object.fromEntries(unavailable),
    'zipfile.star': { ZipFile: unavailableFunction('zipfile.star', 'ZipFile') },
  };
}

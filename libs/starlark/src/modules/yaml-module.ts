import { defineModule } from '../builtins/define-module';
import { text, unpackNamed } from '../builtins/unpack-arguments';
import { fromStarlark, toStarlark, type StarlarkData } from '../convert-values';
import { StarlarkError } from '../runtime/starlark-error';
import type { StarlarkModule } from '../values/starlark-module';

/** Reads and writes YAML. This library has no dependency, so that the host brings its own. */
export interface YamlCodec {
  /** The one document of a text, as data that `toStarlark` takes. Throws an Error in words for bad YAML. */
  parse(source: string): unknown;
  /** A document with keys in alphabetical order, ending in a line end. */
  stringify(data: StarlarkData): string;
}

/** `yaml`: `loads` and `dumps`. */
export function createYamlModule(codec: YamlCodec): StarlarkModule {
  return defineModule('yaml', {
    loads: (args, { budget }) => {
      const [source = ''] = unpackNamed('loads', args, ['source'], [text]);
      budget.work(source.length * 32);
      return toStarlark(parse(codec, source), budget);
    },
    dumps: ({ positional, named }, { budget }) => {
      if (named.length > 0) throw new StarlarkError('dumps: unexpected keyword arguments');
      if (positional.length === 0) throw new StarlarkError('dumps: got 0 arguments, want at least 1');
      const documents = positional.map((value) => codec.stringify(fromStarlark(value)));
      const joined = documents.join('---\n');
      budget.allocate(joined.length);
      budget.work(joined.length * 32);
      return joined;
    },
  });
}

function parse(codec: YamlCodec, source: string): unknown {
  try {
    return codec.parse(source);
  } catch (error) {
    throw new StarlarkError(`loads: ${error instanceof Error ? error.message : String(error)}`);
  }
}

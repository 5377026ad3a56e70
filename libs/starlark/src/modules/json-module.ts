import { defineModule } from '../builtins/define-module';
import { anyValue, text, unpackNamed, unpackPositional } from '../builtins/unpack-arguments';
import { StarlarkError } from '../runtime/starlark-error';
import { decodeJson } from './decode-json';
import { encodeJson } from './encode-json';
import { indentJson } from './indent-json';
import type { Arguments } from '../values/starlark-builtin';

function indentation(name: string, { named }: Arguments): { prefix: string; indent: string } {
  const [prefix = '', indent = '\t'] = unpackNamed(
    name,
    { positional: [], named },
    ['prefix?', 'indent?'],
    [text, text],
  );
  return { prefix, indent };
}

/** `json`: `encode`, `encode_indent`, `decode` and `indent`. */
export const jsonModule = defineModule(
  'json',
  {
    decode: (args, { budget }) => {
      const [source = '', fallback] = unpackNamed('json.decode', args, ['x', 'default?'], [text, anyValue]);
      if (args.positional.length === 0) throw new StarlarkError('json.decode: unexpected keyword argument x');
      try {
        return decodeJson(source, budget);
      } catch (error) {
        if (fallback !== undefined && StarlarkError.is(error) && error.kind === 'evaluation') return fallback;
        throw error;
      }
    },
    encode: (args, { budget }) => {
      const [value = null] = unpackPositional('json.encode', args, 1, [anyValue]);
      return encodeJson('json.encode', value, budget);
    },
    encode_indent: (args, { budget }) => {
      const { prefix, indent } = indentation('json.encode_indent', args);
      const [value = null] = unpackPositional('json.encode_indent', { ...args, named: [] }, 1, [anyValue]);
      return indentJson(encodeJson('json.encode_indent', value, budget), prefix, indent, budget);
    },
    indent: (args, { budget }) => {
      const { prefix, indent } = indentation('json.indent', args);
      const [source = ''] = unpackPositional('json.indent', { ...args, named: [] }, 1, [text]);
      decodeJson(source, budget);
      return indentJson(source, prefix, indent, budget);
    },
  },
  { prefix: 'json.' },
);

import type { MethodTable } from '../runtime/attributes';
import type { StarlarkBytes } from '../values/starlark-bytes';
import { BytesView } from '../values/string-view';
import { unpackPositional } from './unpack-arguments';

export const bytesMethods: MethodTable<StarlarkBytes> = new Map([
  [
    'elems',
    (bytes: StarlarkBytes, args) => {
      unpackPositional('elems', args, 0, []);
      return new BytesView(bytes);
    },
  ],
]);

import { createHash } from 'node:crypto';
import { defineModule } from '../builtins/define-module';
import { text, unpackPositional } from '../builtins/unpack-arguments';
import { encodeText } from '../text/utf8-text';
import type { BuiltinBody } from '../values/starlark-builtin';

function digest(algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'): BuiltinBody {
  return (args, { budget }) => {
    const [data = ''] = unpackPositional(`hash.${algorithm}`, args, 1, [text]);
    budget.work(data.length);
    return createHash(algorithm).update(encodeText(data)).digest('hex');
  };
}

/** `hash`: the digest of a string, in hexadecimal. */
export const hashModule = defineModule(
  'hash',
  { md5: digest('md5'), sha1: digest('sha1'), sha256: digest('sha256'), sha512: digest('sha512') },
  { prefix: 'hash.' },
);

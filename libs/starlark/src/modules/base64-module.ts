import { defineModule } from '../builtins/define-module';
import { text, unpackNamed } from '../builtins/unpack-arguments';
import { StarlarkError } from '../runtime/starlark-error';
import { decodeText, encodeText } from '../text/utf8-text';
import type { Arguments } from '../values/starlark-builtin';

interface Encoding {
  readonly name: 'base64' | 'base64url';
  readonly padded: boolean;
}

const encodings: ReadonlyMap<string, Encoding> = new Map([
  ['standard', { name: 'base64', padded: true }],
  ['standard_raw', { name: 'base64', padded: false }],
  ['url', { name: 'base64url', padded: true }],
  ['url_raw', { name: 'base64url', padded: false }],
]);

function unpack(name: string, args: Arguments): { data: string; encoding: Encoding } {
  const [data = '', wanted = ''] = unpackNamed(name, args, ['data', 'encoding?'], [text, text]);
  const encoding = encodings.get(wanted === '' ? 'standard' : wanted);
  if (encoding === undefined) throw new StarlarkError(`unsupported encoding format: "${wanted}"`);
  return { data, encoding };
}

function pad(encoded: string): string {
  return encoded.padEnd(Math.ceil(encoded.length / 4) * 4, '=');
}

/** Node forgives everything; Go stops at the first byte that does not belong. */
function checkedDecode(data: string, { name, padded }: Encoding): Uint8Array {
  const source = data.replace(/[\r\n]/g, '');
  const alphabet = name === 'base64' ? /[A-Za-z0-9+/]*/y : /[A-Za-z0-9_-]*/y;
  alphabet.lastIndex = 0;
  alphabet.test(source);
  const digits = source.slice(0, alphabet.lastIndex);
  const whole = padded ? pad(digits) : digits;
  if (source !== whole || digits.length % 4 === 1) {
    throw new StarlarkError(`illegal base64 data at input byte ${Math.min(digits.length, data.length)}`);
  }
  return Buffer.from(digits, name);
}

/** `base64`: `encode` and `decode`, in four alphabets. */
export const base64Module = defineModule('base64', {
  encode: (args, { budget }) => {
    const { data, encoding } = unpack('encode', args);
    budget.allocate(data.length * 2);
    const encoded = Buffer.from(encodeText(data)).toString(encoding.name).replace(/=+$/, '');
    return encoding.padded ? pad(encoded) : encoded;
  },
  decode: (args, { budget }) => {
    const { data, encoding } = unpack('decode', args);
    budget.allocate(data.length);
    return decodeText(checkedDecode(data, encoding));
  },
});

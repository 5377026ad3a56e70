/** The types a scalar can have, as short YAML tags. */
export type ScalarTag = '!!str' | '!!int' | '!!float' | '!!bool' | '!!null' | '!!timestamp' | '!!merge' | '!!binary';

const words = new Map<string, ScalarTag>([
  ['', '!!null'],
  ['~', '!!null'],
  ['null', '!!null'],
  ['Null', '!!null'],
  ['NULL', '!!null'],
  ['true', '!!bool'],
  ['True', '!!bool'],
  ['TRUE', '!!bool'],
  ['false', '!!bool'],
  ['False', '!!bool'],
  ['FALSE', '!!bool'],
  ...['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'].map(
    (word) => [word, '!!float'] as const,
  ),
]);

/** What a word or number that is no string can begin with, besides a digit. */
const special = /^[nNtTfF~.+-]/;

const decimalInteger = /^[-+]?(?:0|[1-9][0-9]*)$/;
const prefixedInteger = /^[-+]?0(?:[xX][0-9a-fA-F]+|[oO]?[0-7]+|[bB][01]+)$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/** Whether Go's int64, or without a sign uint64, can hold the integer. */
function fitsInteger(value: string): boolean {
  if (value.length < 18) return true;
  const number = parseInteger(value);
  return number !== undefined && number >= -(2n ** 63n) && number < 2n ** (value.startsWith('+') ? 63n : 64n);
}

/** The value of an integer scalar in any of the spellings YAML 1.1 and 1.2 know; undefined if it is none. */
export function parseInteger(value: string): bigint | undefined {
  const plain = value.replaceAll('_', '');
  const negative = plain.startsWith('-');
  let digits = /^[-+]/.test(plain) ? plain.slice(1) : plain;
  if (/^0[oO]?[0-7]+$/.test(digits)) digits = `0o${digits.replace(/^0[oO]?/, '')}`;
  if (!/^(?:[0-9]+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(digits)) return undefined;
  const number = BigInt(digits);
  return negative ? -number : number;
}

function numberTag(value: string): ScalarTag | undefined {
  const plain = value.includes('_') && !value.startsWith('.') ? value.replaceAll('_', '') : value;
  if ((decimalInteger.test(plain) || prefixedInteger.test(plain)) && fitsInteger(plain)) return '!!int';
  return float.test(plain) && Number.isFinite(Number(plain)) ? '!!float' : undefined;
}

/** A date, alone, or with a time and a time zone behind a `T`, or with a time and none behind a space. */
const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](?=.*(?:Z|[-+]\d{2}:\d{2})$)| (?!.*[Z+-]))(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,]\d+)?(?:Z|[-+]\d{2}:\d{2})?)?$/;

function isTimestamp(value: string): boolean {
  const match = value.length >= 8 && value.charCodeAt(4) === 0x2d ? timestamp.exec(value) : null;
  if (match === null) return false;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return false;
  return !(hour > 23 || minute > 59 || second > 59);
}

/** The type that kyaml infers for a plain scalar of this spelling: YAML 1.2 with the 1.1 numbers, and dates. */
export function scalarTag(value: string): ScalarTag {
  const first = value.charCodeAt(0);
  const digit = first >= 0x30 && first <= 0x39;
  if (!digit) {
    if (value !== '' && !special.test(value)) return '!!str';
    const word = words.get(value);
    if (word !== undefined) return word;
    if (first !== 0x2b && first !== 0x2d && first !== 0x2e) return '!!str';
  } else if (isTimestamp(value)) {
    return '!!timestamp';
  }
  return numberTag(value) ?? '!!str';
}

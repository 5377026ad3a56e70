/** A float as Starlark prints it: the fewest digits that read back the same, always with a point or an exponent. */
export function formatFloat(value: number): string {
  return formatGeneral(value, 'e');
}

/** The conversions `%e`, `%f` and `%g`; a capital letter gives a capital exponent. */
export function formatFloatAs(value: number, conversion: 'e' | 'E' | 'f' | 'F' | 'g' | 'G'): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  switch (conversion) {
    case 'g':
      return formatGeneral(value, 'e');
    case 'G':
      return formatGeneral(value, 'E');
    case 'f':
    case 'F':
      return formatFixed(value);
    case 'e':
    case 'E':
      return withGoExponent(sign(value) + Math.abs(value).toExponential(6), conversion);
  }
}

function formatNonFinite(value: number): string {
  return Number.isNaN(value) ? 'nan' : value > 0 ? '+inf' : '-inf';
}

/** Above 10²¹ `toFixed` turns to exponents; those floats are whole numbers. */
function formatFixed(value: number): string {
  const magnitude = Math.abs(value);
  return sign(value) + (magnitude >= 1e21 ? `${BigInt(magnitude)}.000000` : magnitude.toFixed(6));
}

function formatGeneral(value: number, exponentLetter: 'e' | 'E'): string {
  if (!Number.isFinite(value)) return formatNonFinite(value);
  const magnitude = Math.abs(value);
  const scientific = magnitude.toExponential();
  const exponent = Number(scientific.slice(scientific.indexOf('e') + 1));
  if (exponent < -4 || exponent >= 6) return withGoExponent(sign(value) + scientific, exponentLetter);
  const decimal = magnitude.toString();
  return sign(value) + (decimal.includes('.') ? decimal : `${decimal}.0`);
}

/** Go writes at least two digits of exponent, and its sign. */
function withGoExponent(text: string, letter: 'e' | 'E'): string {
  const [mantissa = '', exponent = '+0'] = text.split('e');
  return `${mantissa}${letter}${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? '-' : '';
}

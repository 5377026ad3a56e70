/** The order in which Go's YAML writes the keys of a map: numbers within them by their value, letters after other signs. */
export function compareNaturally(left: string, right: string): number {
  const [a, b] = [Array.from(left), Array.from(right)];
  let digits = false;
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [x = '', y = ''] = [a[index], b[index]];
    if (x === y) {
      digits = isDigit(x);
      continue;
    }
    const [letterX, letterY] = [isLetter(x), isLetter(y)];
    if (letterX && letterY) return codeOf(x) - codeOf(y);
    if (letterX || letterY) return letterX === digits ? -1 : 1;
    return compareRuns(a, b, index);
  }
  return a.length - b.length;
}

/** At the first difference, neither side a letter: the numbers that start there, unless there are none. */
function compareRuns(a: readonly string[], b: readonly string[], index: number): number {
  const significant = a[index] === '0' || b[index] === '0' ? hasSignificantDigit(a, index) : false;
  const [x, y] = [digitsFrom(a, index), digitsFrom(b, index)];
  const prefix = significant ? '1' : '';
  const difference = BigInt(`${prefix}${x}` || '0') - BigInt(`${prefix}${y}` || '0');
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  if (x.length !== y.length) return x.length - y.length;
  return codeOf(a[index] ?? '') - codeOf(b[index] ?? '');
}

function hasSignificantDigit(characters: readonly string[], before: number): boolean {
  for (let index = before - 1; index >= 0 && isDigit(characters[index] ?? ''); index--) {
    if (characters[index] !== '0') return true;
  }
  return false;
}

function digitsFrom(characters: readonly string[], start: number): string {
  let end = start;
  while (isDigit(characters[end] ?? '')) end++;
  return characters.slice(start, end).join('');
}

function isDigit(character: string): boolean {
  return /^[0-9]$/.test(character);
}

function isLetter(character: string): boolean {
  return /^\p{L}$/u.test(character);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** Lanczos' coefficients for g = 7 and nine terms: good to about 15 digits. */
const coefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const g = 7;

/** The gamma function; at whole numbers exactly the factorial as far as a float can hold it. */
export function gamma(x: number): number {
  if (Number.isInteger(x)) return gammaOfInteger(x);
  if (x === -Infinity) return NaN;
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 171.7) return Infinity;
  const shifted = x - 1;
  const t = shifted + g + 0.5;
  let sum: number = coefficients[0];
  coefficients.slice(1).forEach((coefficient, index) => (sum += coefficient / (shifted + index + 1)));
  return Math.sqrt(2 * Math.PI) * t ** (shifted + 0.5) * Math.exp(-t) * sum;
}

function gammaOfInteger(x: number): number {
  if (x === 0) return Object.is(x, -0) ? -Infinity : Infinity;
  if (x < 0) return NaN;
  if (x > 171) return Infinity;
  let product = 1;
  for (let factor = 2; factor < x; factor++) product *= factor;
  return product;
}

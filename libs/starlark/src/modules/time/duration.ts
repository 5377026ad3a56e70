import { StarlarkError } from '../../runtime/starlark-error';
import { normalizeInt, isInt } from '../../runtime/integers';
import type { ReprWriter } from '../../values/repr-writer';
import { StarlarkFloat } from '../../values/starlark-float';
import { StarlarkObject, type BinaryOperator, type HashKey, type Value } from '../../values/value';
import { StarlarkTime } from './starlark-time';

const nanosPerUnit: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** A length of time in nanoseconds. */
export class StarlarkDuration extends StarlarkObject {
  override readonly typeName = 'time.duration';

  constructor(readonly nanos: bigint) {
    super();
  }

  override truth(): boolean {
    return this.nanos !== 0n;
  }

  override hashKey(): HashKey {
    return `\0d${this.nanos}`;
  }

  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'hours':
        return new StarlarkFloat(Number(this.nanos) / 3.6e12);
      case 'minutes':
        return new StarlarkFloat(Number(this.nanos) / 6e10);
      case 'seconds':
        return new StarlarkFloat(Number(this.nanos) / 1e9);
      case 'milliseconds':
        return normalizeInt(this.nanos / 1_000_000n);
      case 'microseconds':
        return normalizeInt(this.nanos / 1_000n);
      case 'nanoseconds':
        return normalizeInt(this.nanos);
      default:
        return undefined;
    }
  }

  override attributeNames(): readonly string[] {
    return ['hours', 'microseconds', 'milliseconds', 'minutes', 'nanoseconds', 'seconds'];
  }

  override order(other: StarlarkDuration): number {
    return this.nanos < other.nanos ? -1 : this.nanos > other.nanos ? 1 : 0;
  }

  override binary(operator: BinaryOperator, other: Value, side: 'left' | 'right'): Value | undefined {
    if (other instanceof StarlarkDuration)
      return side === 'left' ? combine(operator, this.nanos, other.nanos) : undefined;
    if (operator === '+' && other instanceof StarlarkTime) return other.plus(this.nanos);
    if (operator === '*' && isInt(other)) return new StarlarkDuration(this.nanos * BigInt(other));
    if (operator !== '/' || side !== 'left') return undefined;
    if (isInt(other)) return new StarlarkDuration(this.nanos / nonZero(BigInt(other)));
    if (!(other instanceof StarlarkFloat)) return undefined;
    if (other.value === 0) nonZero(0n);
    return new StarlarkDuration(BigInt(Math.trunc(Number(this.nanos) / other.value)));
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(formatDuration(this.nanos));
  }
}

function combine(operator: BinaryOperator, left: bigint, right: bigint): Value | undefined {
  switch (operator) {
    case '+':
      return new StarlarkDuration(left + right);
    case '-':
      return new StarlarkDuration(left - right);
    case '/':
      return new StarlarkFloat(Number(left) / Number(nonZero(right)));
    case '//':
      return normalizeInt(left / nonZero(right));
    default:
      return undefined;
  }
}

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new StarlarkError('time.duration division by zero');
  return divisor;
}

/** As Go prints durations: `1h2m3.5s`, `1.5ms`, `0s`. */
function formatDuration(nanos: bigint): string {
  const sign = nanos < 0n ? '-' : '';
  const rest = nanos < 0n ? -nanos : nanos;
  if (rest === 0n) return '0s';
  if (rest < 1_000n) return `${sign}${rest}ns`;
  if (rest < 1_000_000n) return `${sign}${decimal(rest, 3)}µs`;
  if (rest < 1_000_000_000n) return `${sign}${decimal(rest, 6)}ms`;
  const hours = rest / 3_600_000_000_000n;
  const minutes = (rest / 60_000_000_000n) % 60n;
  const seconds = `${decimal(rest % 60_000_000_000n, 9)}s`;
  return `${sign}${hours > 0n ? `${hours}h` : ''}${hours > 0n || minutes > 0n ? `${minutes}m` : ''}${seconds}`;
}

function decimal(value: bigint, places: number): string {
  const digits = value.toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction === '' ? '' : `.${fraction}`);
}

/** Reads what Go reads: `1h15m30.5s`, `-1.5h`, `300ms`. */
export function parseDuration(source: string, where: string): StarlarkDuration {
  const [, sign, body = ''] = /^([+-]?)(.*)$/s.exec(source) ?? [];
  if (body === '0') return new StarlarkDuration(0n);
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(body))
    throw new StarlarkError(`${where}: ${describeInvalid(source, body)}`);
  let nanos = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of body.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = nanosPerUnit[unit] ?? 1n;
    nanos += BigInt(whole || '0') * scale + (BigInt(fraction || '0') * scale) / 10n ** BigInt(fraction.length);
  }
  return new StarlarkDuration(sign === '-' ? -nanos : nanos);
}

function describeInvalid(source: string, body: string): string {
  if (/^[\d.]+$/.test(body)) return `time: missing unit in duration "${source}"`;
  const unit = [...body.matchAll(/[\d.]+([^\d.]+)/g)]
    .map(([, text = '']) => text)
    .find((text) => !(text in nanosPerUnit));
  return unit === undefined
    ? `time: invalid duration "${source}"`
    : `time: unknown unit "${unit}" in duration "${source}"`;
}

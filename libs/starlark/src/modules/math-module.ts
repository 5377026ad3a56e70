import { defineModule } from '../builtins/define-module';
import { number, unpackNamed, unpackPositional } from '../builtins/unpack-arguments';
import { isInt, normalizeInt } from '../runtime/integers';
import { StarlarkError } from '../runtime/starlark-error';
import type { BuiltinBody } from '../values/starlark-builtin';
import { StarlarkFloat } from '../values/starlark-float';
import { typeName, type Value } from '../values/value';
import { gamma } from './gamma';

function unary(name: string, compute: (x: number) => number): BuiltinBody {
  return (args) => {
    const [x = 0] = unpackNamed(name, args, ['x'], [number]);
    return new StarlarkFloat(compute(x));
  };
}

function binary(name: string, compute: (x: number, y: number) => number, names = ['x', 'y']): BuiltinBody {
  return (args) => {
    const [x = 0, y = 0] = unpackNamed(name, args, names, [number, number]);
    return new StarlarkFloat(compute(x, y));
  };
}

/** `ceil` and `floor` give ints. */
function rounding(name: string, compute: (x: number) => number): BuiltinBody {
  return (args) => {
    const [value = null] = unpackPositional(name, args, 1, [
      (argument: Value, where) => {
        if (isInt(argument) || argument instanceof StarlarkFloat) return argument;
        throw new StarlarkError(`${where}: got ${typeName(argument)}, want float or int`);
      },
    ]);
    if (!(value instanceof StarlarkFloat)) return value;
    if (!Number.isFinite(value.value)) {
      throw new StarlarkError(`cannot convert float ${Number.isNaN(value.value) ? 'NaN' : 'infinity'} to integer`);
    }
    return normalizeInt(BigInt(compute(value.value)));
  };
}

/** The remainder nearest to zero; of two as near, the one of the even quotient. */
function ieeeRemainder(x: number, y: number): number {
  if (!Number.isFinite(x) || Number.isNaN(y) || y === 0) return NaN;
  if (!Number.isFinite(y)) return x;
  const divisor = Math.abs(y);
  let rest = Math.abs(x) % (2 * divisor);
  if (rest * 2 > divisor) {
    rest -= divisor;
    if (rest * 2 >= divisor) rest -= divisor;
  }
  return x < 0 || Object.is(x, -0) ? -rest : rest;
}

function copySign(x: number, sign: number): number {
  const magnitude = Math.abs(x);
  return sign < 0 || Object.is(sign, -0) ? -magnitude : magnitude;
}

/** Halves go away from zero. */
function round(x: number): number {
  const magnitude = Math.abs(x);
  const whole = Math.floor(magnitude);
  return copySign(magnitude - whole >= 0.5 ? whole + 1 : whole, x);
}

/** JavaScript says NaN for 1 to an infinite power; C and Go say 1. */
function power(x: number, y: number): number {
  return x === 1 || (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) ? 1 : x ** y;
}

const log: BuiltinBody = (args) => {
  const [x = 0, base = Math.E] = unpackNamed('log', args, ['x', 'base?'], [number, number]);
  if (base === 1) throw new StarlarkError('division by zero');
  return new StarlarkFloat(base === Math.E ? Math.log(x) : Math.log(x) / Math.log(base));
};

/** `math`, all of starlark-go's. */
export const mathModule = defineModule(
  'math',
  {
    acos: unary('acos', Math.acos),
    acosh: unary('acosh', Math.acosh),
    asin: unary('asin', Math.asin),
    asinh: unary('asinh', Math.asinh),
    atan: unary('atan', Math.atan),
    atan2: binary('atan2', Math.atan2),
    atanh: unary('atanh', Math.atanh),
    ceil: rounding('ceil', Math.ceil),
    copysign: binary('copysign', copySign),
    cos: unary('cos', Math.cos),
    cosh: unary('cosh', Math.cosh),
    degrees: unary('degrees', (x) => x / (Math.PI / 180)),
    exp: unary('exp', Math.exp),
    fabs: unary('fabs', Math.abs),
    floor: rounding('floor', Math.floor),
    gamma: unary('gamma', gamma),
    hypot: binary('hypot', Math.hypot),
    log,
    mod: binary('mod', (x, y) => x % y),
    pow: binary('pow', power),
    radians: unary('radians', (x) => x * (Math.PI / 180)),
    remainder: binary('remainder', ieeeRemainder),
    round: unary('round', round),
    sin: unary('sin', Math.sin),
    sinh: unary('sinh', Math.sinh),
    sqrt: unary('sqrt', Math.sqrt),
    tan: unary('tan', Math.tan),
    tanh: unary('tanh', Math.tanh),
  },
  { constants: { e: new StarlarkFloat(Math.E), pi: new StarlarkFloat(Math.PI) } },
);

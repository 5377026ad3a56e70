import { type RandomNumbers } from '../crash/random-numbers';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const strings = [
  '',
  'a',
  'v1',
  '-1',
  '../..',
  '%00',
  'ÿ\u0000',
  '__proto__',
  'constructor',
  'a/b',
  '😀',
  'x'.repeat(300),
  '{{',
  '\n',
];
const keys = [
  'metadata',
  'spec',
  'name',
  'namespace',
  'labels',
  'kind',
  'apiVersion',
  'tasks',
  'status',
  '__proto__',
  'toString',
  '',
];
const numbers = [0, 1, -1, 0.5, 1e21, -0, 2 ** 53, 4_294_967_296];

/** Any JSON value, of words that mean something here and of none. */
export function randomJson(random: RandomNumbers, depth = 3): Json {
  const kind = random.below(depth > 0 ? 7 : 4);
  if (kind === 0) return random.pick([null, true, false]);
  if (kind === 1) return random.pick(numbers);
  if (kind <= 3) return random.pick(strings);
  const size = random.below(4);
  if (kind === 4) return Array.from({ length: size }, () => randomJson(random, depth - 1));
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(keys), randomJson(random, depth - 1)]));
}

/** A copy with one value, anywhere in it, removed, doubled or replaced. */
export function mutateJson(value: Json, random: RandomNumbers): Json {
  if (value === null || typeof value !== 'object' || random.below(6) === 0) return randomJson(random);
  if (Array.isArray(value)) return mutateList(value, random);
  const entries = Object.entries(value);
  if (entries.length === 0) return randomJson(random);
  const [chosen, inner] = random.pick(entries);
  const others = entries.filter(([key]) => key !== chosen);
  const how = random.below(6);
  if (how === 0) return Object.fromEntries(others);
  if (how === 1) return Object.fromEntries([...others, [random.pick(keys), inner]]);
  return Object.fromEntries([...others, [chosen, mutateJson(inner, random)]]);
}

function mutateList(list: Json[], random: RandomNumbers): Json {
  if (list.length === 0) return [randomJson(random)];
  const chosen = random.below(list.length);
  const how = random.below(4);
  if (how === 0) return list.filter((_, index) => index !== chosen);
  if (how === 1) return [...list, list[chosen] ?? null];
  return list.map((inner, index) => (index === chosen ? mutateJson(inner, random) : inner));
}

export function randomBytes(random: RandomNumbers): Buffer {
  return Buffer.from(Array.from({ length: random.below(400) }, () => random.below(256)));
}

/** The same bytes but for a few. */
export function mutateBytes(bytes: Buffer, random: RandomNumbers): Buffer {
  const changed = Buffer.from(bytes);
  for (let count = 1 + random.below(3); count > 0 && changed.length > 0; count -= 1) {
    changed[random.below(changed.length)] = random.below(256);
  }
  return changed;
}

import { bytesMethods } from '../builtins/bytes-methods';
import { dictMethods } from '../builtins/dict-methods';
import { listMethods } from '../builtins/list-methods';
import { setMethods } from '../builtins/set-methods';
import { stringMethods } from '../builtins/string-methods';
import { nearestName } from '../text/nearest-name';
import { StarlarkBuiltin, type Arguments } from '../values/starlark-builtin';
import { StarlarkBytes } from '../values/starlark-bytes';
import { StarlarkDict } from '../values/starlark-dict';
import { StarlarkList } from '../values/starlark-list';
import { StarlarkSet } from '../values/starlark-set';
import { typeName, type Value } from '../values/value';
import { StarlarkError } from './starlark-error';
import type { Thread } from './thread';

/** A method: what a builtin is, with the value before the point. */
export type Method<Receiver> = (receiver: Receiver, args: Arguments, thread: Thread) => Value;
export type MethodTable<Receiver> = ReadonlyMap<string, Method<Receiver>>;

/** The methods of the types that are built in; others know their own attributes. */
function findMethod(receiver: Value, name: string): ((args: Arguments, thread: Thread) => Value) | undefined {
  if (typeof receiver === 'string') return bound(name, stringMethods.get(name), receiver, receiver.length);
  if (receiver instanceof StarlarkList) return bound(name, listMethods.get(name), receiver);
  if (receiver instanceof StarlarkDict) return bound(name, dictMethods.get(name), receiver);
  if (receiver instanceof StarlarkSet) return bound(name, setMethods.get(name), receiver);
  if (receiver instanceof StarlarkBytes) return bound(name, bytesMethods.get(name), receiver);
  return undefined;
}

/** Most methods of a text look at all of it, so that each call costs its length. */
function bound<Receiver>(name: string, method: Method<Receiver> | undefined, receiver: Receiver, length = 0) {
  if (method === undefined) return undefined;
  return (args: Arguments, thread: Thread): Value => {
    thread.budget.work(length);
    try {
      return method(receiver, args, thread);
    } catch (error) {
      throw named(error, name);
    }
  };
}

/** What a container says of itself is put down to the method that was called. */
function named(error: unknown, name: string): unknown {
  const fromContainer = StarlarkError.is(error) && error.kind === 'evaluation' && error.callStack === undefined;
  return fromContainer && /^(?:cannot|unhashable) /.test(error.message)
    ? new StarlarkError(`${name}: ${error.message}`)
    : error;
}

export function findAttribute(receiver: Value, name: string): Value | undefined {
  const method = findMethod(receiver, name);
  if (method !== undefined) return new StarlarkBuiltin(name, method, receiver);
  return typeof receiver === 'object' ? receiver?.attribute?.(name) : undefined;
}

/** @throws StarlarkError "… has no .name attribute", with the nearest name that exists. */
export function getAttribute(receiver: Value, name: string): Value {
  const value = findAttribute(receiver, name);
  if (value !== undefined) return value;
  const nearest = nearestName(name, attributeNames(receiver));
  const hint = nearest === undefined ? '' : ` (did you mean .${nearest}?)`;
  throw new StarlarkError(`${describeReceiver(receiver)} has no .${name} ${fieldWord(receiver)}${hint}`);
}

function describeReceiver(receiver: Value): string {
  return typeof receiver === 'object' && receiver !== null ? receiver.typeName : typeName(receiver);
}

function fieldWord(receiver: Value): string {
  return typeName(receiver) === 'struct' ? 'attribute' : 'field or method';
}

export function attributeNames(receiver: Value): readonly string[] {
  const table =
    typeof receiver === 'string'
      ? stringMethods
      : receiver instanceof StarlarkList
        ? listMethods
        : receiver instanceof StarlarkDict
          ? dictMethods
          : receiver instanceof StarlarkSet
            ? setMethods
            : receiver instanceof StarlarkBytes
              ? bytesMethods
              : undefined;
  if (table !== undefined) return [...table.keys()].sort();
  return typeof receiver === 'object' && receiver !== null ? [...receiver.attributeNames()].sort() : [];
}

/** No value of this interpreter has fields that can be set. */
export function setAttribute(receiver: Value, name: string): never {
  throw new StarlarkError(`can't assign to .${name} field of ${typeName(receiver)}`);
}

import { StarlarkError } from '../runtime/starlark-error';
import type { LoadStatement } from '../syntax/syntax-tree';
import { nearestName } from '../text/nearest-name';
import { compileVariableAssignment } from './compile-variable';
import { Completion, type Execute } from './frame';

/** Asks the host for a library and binds the names that are wanted of it. */
export function compileLoad({ module, start, bindings }: LoadStatement): Execute {
  const assigns = bindings.map(({ local, exported }) => ({ assign: compileVariableAssignment(local), exported }));
  return (frame) => {
    frame.position = start;
    const members = frame.thread.load(module);
    for (const { assign, exported } of assigns) {
      const value = members.get(exported);
      if (value === undefined) {
        const nearest = nearestName(exported, members.keys());
        const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
        throw new StarlarkError(`load: name ${exported} not found in module ${module}${hint}`);
      }
      assign(frame, value);
    }
    return Completion.next;
  };
}

import { syntaxFailure } from '../syntax/syntax-failure';
import type { CallArgument } from '../syntax/syntax-tree';

/** The order of arguments in a call: by position, by name, `*`, `**`, each name once. */
export function checkCallArguments(callArguments: readonly CallArgument[]): void {
  const names = new Set<string>();
  let spread = false;
  let spreadNamed = false;
  for (const { kind, name = '', position } of callArguments) {
    switch (kind) {
      case 'spreadNamed':
        if (spreadNamed) throw syntaxFailure(position, 'multiple **kwargs not allowed');
        spreadNamed = true;
        break;
      case 'spread':
        if (spreadNamed) throw syntaxFailure(position, '*args may not follow **kwargs');
        if (spread) throw syntaxFailure(position, 'multiple *args not allowed');
        spread = true;
        break;
      case 'named':
        if (spreadNamed) throw syntaxFailure(position, 'keyword argument may not follow **kwargs');
        if (spread) throw syntaxFailure(position, 'keyword argument may not follow *args');
        if (names.has(name)) throw syntaxFailure(position, `keyword argument "${name}" is repeated`);
        names.add(name);
        break;
      case 'positional':
        if (spread || spreadNamed) {
          throw syntaxFailure(position, `positional argument may not follow ${spreadNamed ? '**kwargs' : '*args'}`);
        }
        if (names.size > 0) throw syntaxFailure(position, 'positional argument may not follow named');
        break;
    }
  }
}

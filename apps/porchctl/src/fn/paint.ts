import { type Paint } from '@porch/fn-runtime';
import { type FnIo } from './fn-io';

const CODES = { green: 32, red: 31, yellow: 33 };

/** Colours words on terminals, unless NO_COLOR is set; elsewhere leaves them plain. */
export function painter(io: FnIo): Paint {
  const colours = io.stderrIsTerminal && !io.env['NO_COLOR'];
  return (word, colour) => (colours ? `\u001b[${CODES[colour]}m${word}\u001b[0m` : word);
}

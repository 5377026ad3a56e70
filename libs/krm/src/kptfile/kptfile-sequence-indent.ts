import { type SequenceIndent } from '../document/print-yaml';
import { deriveSequenceIndent } from '../io/sequence-indent';

/** How a Kptfile indents its lists: kpt writes wide ones; a Kptfile that has lists keeps theirs. */
export function kptfileSequenceIndent(text: string): SequenceIndent {
  return /^ *- /m.test(text) ? deriveSequenceIndent(text) : 'wide';
}

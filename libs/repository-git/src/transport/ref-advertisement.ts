import { isObjectId, type ObjectId } from '../objects/git-object';
import { isValidRefName } from '../refs/ref-name';
import { TransportError } from './git-transport';
import { type PktLine, pktText } from './pkt-line';

const ID_LENGTH = 40;
const SPACE = 0x20;
const NEWLINE = 0x0a;

/** What a server says when it is first asked: how it wants to be talked to, and in the old protocol its refs. */
export interface RefAdvertisement {
  /** The protocol's second version: refs are asked for separately. */
  readonly version2: boolean;
  readonly capabilities: ReadonlySet<string>;
  readonly refs: ReadonlyMap<string, ObjectId>;
}

/** @throws TransportError when it is no advertisement, or of a repository whose ids are not SHA-1 */
export function parseAdvertisement(lines: readonly PktLine[], name: string): RefAdvertisement {
  const data = lines.filter((line): line is Buffer => typeof line !== 'string');
  const texts = data.map(pktText).filter((line) => !line.startsWith('# service='));
  const [first] = texts;
  if (first === 'version 2') return version2(texts.slice(1), name);
  const refs = new Map<string, ObjectId>();
  let capabilities: ReadonlySet<string> = new Set<string>();
  for (const [position, line] of texts.filter((text) => text !== 'version 1').entries()) {
    const nul = line.indexOf('\0');
    const ref = nul < 0 ? line : line.slice(0, nul);
    if (position === 0 && nul >= 0) capabilities = new Set(line.slice(nul + 1).split(' '));
    if (line.startsWith('ERR ')) throw new TransportError('not-found', `${name} says: ${line.slice(4)}`);
    const id = ref.slice(0, 40);
    if (!isObjectId(id) || ref[40] !== ' ') throw new TransportError('protocol', `${name} is no git repository`);
    addRef(refs, ref.slice(41), id);
  }
  requireSha1(capabilities, name);
  return { version2: false, capabilities, refs };
}

/** The lines of an `ls-refs` answer: `<id> <name>[ symref-target:…][ peeled:…]`. */
export function parseListedRefs(lines: readonly PktLine[], name: string): Map<string, ObjectId> {
  const refs = new Map<string, ObjectId>();
  for (const line of lines) {
    if (typeof line === 'string') continue;
    // Texts of their own, since V8 keeps the whole line for a part of its text.
    const id = line.toString('latin1', 0, ID_LENGTH);
    if (isObjectId(id) && line[ID_LENGTH] === SPACE) {
      addRef(refs, line.toString('utf8', ID_LENGTH + 1, endOfName(line)), id);
      continue;
    }
    const text = pktText(line);
    if (text.startsWith('ERR ')) throw new TransportError('protocol', `${name} says: ${text.slice(4)}`);
    if (!text.startsWith('unborn ')) {
      throw new TransportError('protocol', `${name} lists refs in a form that is not git's`);
    }
  }
  return refs;
}

function endOfName(line: Buffer): number {
  const space = line.indexOf(SPACE, ID_LENGTH + 1);
  if (space >= 0) return space;
  return line.at(-1) === NEWLINE ? line.length - 1 : line.length;
}

/** Names that git would not accept are left out: they may become paths. */
function addRef(refs: Map<string, ObjectId>, refName: string, id: ObjectId): void {
  if (isValidRefName(refName)) refs.set(refName, id);
}

function version2(lines: readonly string[], name: string): RefAdvertisement {
  const capabilities = new Set(lines);
  requireSha1(capabilities, name);
  return { version2: true, capabilities, refs: new Map() };
}

function requireSha1(capabilities: ReadonlySet<string>, name: string): void {
  const format = [...capabilities].find((capability) => capability.startsWith('object-format='));
  if (format !== undefined && format !== 'object-format=sha1') {
    throw new TransportError('protocol', `${name} uses ${format.slice(14)} object ids; only sha1 is supported`);
  }
}

import { type ObjectId } from '../objects/git-object';
import { TransportError } from './git-transport';
import { DELIMITER_PKT, encodePktLine, FLUSH_PKT } from './pkt-line';

const AGENT = 'agent=git/porch';

/** `ls-refs` of protocol version 2, limited to prefixes. */
export function listRefsRequest(prefixes: readonly string[]): Buffer {
  return Buffer.concat([
    encodePktLine('command=ls-refs\n'),
    encodePktLine(`${AGENT}\n`),
    encodePktLine('object-format=sha1'),
    DELIMITER_PKT,
    ...prefixes.map((prefix) => encodePktLine(`ref-prefix ${prefix}\n`)),
    FLUSH_PKT,
  ]);
}

/** `fetch` of version 2. It says `done` at once: one round trip, at the price of what the server cannot know we have. */
export function fetchRequest(wants: readonly ObjectId[], haves: readonly ObjectId[]): Buffer {
  return Buffer.concat([
    encodePktLine('command=fetch'),
    encodePktLine(AGENT),
    encodePktLine('object-format=sha1'),
    DELIMITER_PKT,
    encodePktLine('no-progress'),
    encodePktLine('ofs-delta'),
    ...wants.map((id) => encodePktLine(`want ${id}\n`)),
    ...haves.map((id) => encodePktLine(`have ${id}\n`)),
    encodePktLine('done\n'),
    FLUSH_PKT,
  ]);
}

/** The upload-pack request of the protocol's first version. */
export function uploadPackRequest(
  wants: readonly ObjectId[],
  haves: readonly ObjectId[],
  offered: ReadonlySet<string>,
): Buffer {
  if (!offered.has('side-band-64k')) {
    throw new TransportError('protocol', 'the git server is too old: it does not offer side-band-64k');
  }
  const optional = ['ofs-delta', 'no-progress'].filter((capability) => offered.has(capability));
  const capabilities = ['side-band-64k', ...optional];
  return Buffer.concat([
    ...wants.map((id, position) =>
      encodePktLine(position === 0 ? `want ${id} ${[...capabilities, AGENT].join(' ')}\n` : `want ${id}\n`),
    ),
    FLUSH_PKT,
    ...haves.map((id) => encodePktLine(`have ${id}\n`)),
    encodePktLine('done\n'),
  ]);
}

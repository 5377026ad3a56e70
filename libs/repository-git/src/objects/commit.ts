import { CorruptRepositoryError } from './git-errors';
import { isObjectId, type ObjectId } from './git-object';

/** Who wrote or committed, and when, in seconds since 1970 and git's `+hhmm` zone. */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly seconds: number;
  readonly zone: string;
}

export interface Commit {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** @throws CorruptRepositoryError when the bytes are no commit */
export function parseCommit(content: Buffer): Commit {
  const { headers, message } = splitHeaders(content);
  const parents: ObjectId[] = [];
  let tree = '';
  let author = '';
  let committer = '';
  for (const { key, value } of headers) {
    if (key === 'parent') parents.push(value);
    else if (key === 'tree') tree ||= value;
    else if (key === 'author') author ||= value;
    else if (key === 'committer') committer ||= value;
  }
  if (!isObjectId(tree) || !parents.every(isObjectId)) throw new CorruptRepositoryError('a git commit is malformed');
  return { tree, parents, author: parseSignature(author), committer: parseSignature(committer), message };
}

export function formatCommit(commit: Commit): Buffer {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
  ];
  return Buffer.from(`${lines.join('\n')}\n\n${commit.message}`, 'utf8');
}

/** What an annotated tag points at. @throws CorruptRepositoryError when the bytes are no tag */
export function parseTag(content: Buffer): { readonly object: ObjectId; readonly type: string } {
  const { headers } = splitHeaders(content);
  const object = headers.find(({ key }) => key === 'object')?.value ?? '';
  if (!isObjectId(object)) throw new CorruptRepositoryError('a git tag is malformed');
  return { object, type: headers.find(({ key }) => key === 'type')?.value ?? '' };
}

interface Header {
  readonly key: string;
  readonly value: string;
}

/** More parents than anybody merges. */
const MAXIMUM_HEADERS = 100_000;

/** Commits are parsed by the ten thousand when a repository is first opened, hence no regular expressions here. */
function splitHeaders(content: Buffer): { headers: Header[]; message: string } {
  const text = content.toString('utf8');
  const headers: Header[] = [];
  let at = 0;
  let space = -1;
  while (at < text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (end === at) return { headers, message: text.slice(end + 1) };
    if (headers.length === MAXIMUM_HEADERS)
      throw new CorruptRepositoryError('a git commit or tag has too many headers');
    // Looked for once, however many lines have none: else a hostile commit takes hours.
    if (space < at) space = text.indexOf(' ', at) >>> 0;
    // A line that starts with a space continues the one before it (signatures); nothing here needs those.
    if (space > at && space < end) headers.push({ key: text.slice(at, space), value: text.slice(space + 1, end) });
    at = end + 1;
  }
  return { headers, message: '' };
}

const NOBODY: Signature = { name: '', email: '', seconds: 0, zone: '+0000' };
const LONGEST_SIGNATURE = 10_000;
/** The years 1 to 9999: those that times in the API can have. */
const EARLIEST_SECONDS = -62_135_596_800;
const LATEST_SECONDS = 253_402_300_799;

function parseSignature(text: string): Signature {
  const signature = text.length > LONGEST_SIGNATURE ? NOBODY : parseShortSignature(text);
  return signature.seconds < EARLIEST_SECONDS || signature.seconds > LATEST_SECONDS ? NOBODY : signature;
}

function parseShortSignature(text: string): Signature {
  const open = text.indexOf('<');
  const close = text.lastIndexOf('> ');
  const [seconds = '', zone = ''] = text.slice(close + 2).split(' ');
  if (open < 0 || close < open || !/^-?\d{1,15}$/.test(seconds)) return NOBODY;
  return { name: text.slice(0, open).trim(), email: text.slice(open + 1, close), seconds: Number(seconds), zone };
}

function formatSignature({ name, email, seconds, zone }: Signature): string {
  return `${cleanSignatureText(name)} <${cleanSignatureText(email)}> ${seconds} ${zone}`;
}

/** Names come from users: what would end the line or the address is dropped, as git does. */
function cleanSignatureText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f<>]/g, '').trim();
}

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
  const tree = headers.find(([key]) => key === 'tree')?.[1] ?? '';
  const parents = headers.filter(([key]) => key === 'parent').map(([, value]) => value);
  if (!isObjectId(tree) || !parents.every(isObjectId)) throw new CorruptRepositoryError('a git commit is malformed');
  const signature = (name: string) => parseSignature(headers.find(([key]) => key === name)?.[1] ?? '');
  return { tree, parents, author: signature('author'), committer: signature('committer'), message };
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
  const object = headers.find(([key]) => key === 'object')?.[1] ?? '';
  if (!isObjectId(object)) throw new CorruptRepositoryError('a git tag is malformed');
  return { object, type: headers.find(([key]) => key === 'type')?.[1] ?? '' };
}

function splitHeaders(content: Buffer): { headers: [string, string][]; message: string } {
  const end = content.indexOf('\n\n');
  const head = content.toString('utf8', 0, end < 0 ? content.length : end);
  const headers = head
    .split('\n')
    // A line that starts with a space continues the one before it (signatures); nothing here needs those.
    .filter((line) => !line.startsWith(' '))
    .map((line): [string, string] => {
      const space = line.indexOf(' ');
      return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
    });
  return { headers, message: end < 0 ? '' : content.toString('utf8', end + 2) };
}

function parseSignature(text: string): Signature {
  const match = /^(.*?) ?<(.*)> (-?\d{1,15}) ([+-]\d{4})$/s.exec(text);
  if (!match) return { name: '', email: '', seconds: 0, zone: '+0000' };
  const [, name = '', email = '', seconds = '0', zone = '+0000'] = match;
  return { name, email, seconds: Number(seconds), zone };
}

function formatSignature({ name, email, seconds, zone }: Signature): string {
  return `${cleanSignatureText(name)} <${cleanSignatureText(email)}> ${seconds} ${zone}`;
}

/** Names come from users: what would end the line or the address is dropped, as git does. */
function cleanSignatureText(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f<>]/g, '').trim();
}

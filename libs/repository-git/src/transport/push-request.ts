import { type RefUpdate } from '../refs/ref-update';
import { ZERO_ID } from '../objects/git-object';
import { AnswerLostError, type PushReport } from './git-transport';
import { encodePktLine, FLUSH_PKT, type PktLine, PktLineDecoder, pktText } from './pkt-line';

/** The receive-pack request: every ref with the old value we expect, then the pack. */
export function pushRequest(updates: readonly RefUpdate[], pack: Buffer, atomic: boolean): Buffer {
  const capabilities = ['report-status', 'side-band-64k', ...(atomic ? ['atomic'] : []), 'agent=git/porch'];
  const commands = updates.map(({ oldId, newId, name }, position) => {
    const command = `${oldId} ${newId} ${name}`;
    return encodePktLine(position === 0 ? `${command}\0 ${capabilities.join(' ')}` : command);
  });
  // A request of deletions alone carries no pack at all.
  const needsPack = updates.some((update) => update.newId !== ZERO_ID);
  return Buffer.concat([...commands, FLUSH_PKT, ...(needsPack ? [pack] : [])]);
}

/** @throws AnswerLostError when the report is not there or not whole */
export function parsePushReport(lines: readonly PktLine[], name: string): PushReport {
  const reports: Buffer[] = [];
  const messages: string[] = [];
  for (const line of lines) {
    if (typeof line === 'string') continue;
    if (line[0] === 1) reports.push(line.subarray(1));
    else if (line[0] === 2 || line[0] === 3) messages.push(line.toString('utf8', 1));
  }
  const decoder = new PktLineDecoder();
  const report = (reports.length > 0 ? decoder.push(Buffer.concat(reports)) : lines).filter(
    (line): line is Buffer => typeof line !== 'string',
  );
  const results = new Map<string, string>();
  let unpack: string | undefined;
  for (const text of report.map(pktText)) {
    const [word = '', second = ''] = text.split(' ', 2);
    const rest = text.slice(word.length + second.length + 2);
    if (word === 'unpack') unpack = text.slice('unpack '.length);
    else if (word === 'ok') results.set(second, 'ok');
    else if (word === 'ng') results.set(second, rest || 'refused');
  }
  if (unpack === undefined) {
    const said = messages.join('').trim();
    throw new AnswerLostError(`${name} did not report what became of a push${said ? `: ${said}` : ''}`);
  }
  return { unpack, results, message: messages.join('').trim() };
}

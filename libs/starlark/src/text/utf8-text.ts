import { isUtf8 } from 'node:buffer';

/**
 * Starlark strings are sequences of bytes, as in starlark-go: `len`, indices and slices count bytes of UTF-8.
 * They are held as JavaScript strings. A byte that is not part of valid UTF-8 is held as one lone surrogate,
 * U+DC80 to U+DCFF, so that cutting a character in two and joining it again loses nothing.
 */
const escapeBase = 0xdc00;
const nonAscii = /[^\0-\x7f]/;
const surrogate = /[\ud800-\udfff]/;

let lastText = '';
let lastBytes: Uint8Array | undefined;

export function isAscii(text: string): boolean {
  return text === lastText ? lastBytes === undefined : !nonAscii.test(text);
}

/** The bytes of a text, or undefined where each character is one byte; the last answer is kept for loops. */
function bytesUnlessAscii(text: string): Uint8Array | undefined {
  if (text !== lastText) {
    lastBytes = nonAscii.test(text) ? encodeText(text) : undefined;
    lastText = text;
  }
  return lastBytes;
}

export function encodeText(text: string): Uint8Array {
  if (!surrogate.test(text)) return Buffer.from(text, 'utf8');
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - escapeBase);
    else bytes.push(...Buffer.from(character, 'utf8'));
  }
  return Uint8Array.from(bytes);
}

export function decodeText(bytes: Uint8Array): string {
  return isUtf8(bytes) ? utf8(bytes) : decodeLeniently(bytes);
}

function utf8(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function decodeLeniently(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = validSequenceLength(bytes, at);
    if (length === 0) parts.push(String.fromCharCode(escapeBase + (bytes[at] ?? 0)));
    else parts.push(utf8(bytes.subarray(at, at + length)));
    at += Math.max(length, 1);
  }
  return parts.join('');
}

/** The length of the valid character that starts at an offset, 0 where there is none. */
function validSequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length < 2 || at + length > bytes.length) return length === 1 ? 1 : 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  if (second < lowest || second > highest) return 0;
  for (let index = at + 2; index < at + length; index++) {
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}

export function byteLength(text: string): number {
  return bytesUnlessAscii(text)?.length ?? text.length;
}

/** The bytes from `start` up to `stop`, both within the text. */
export function sliceBytes(text: string, start: number, stop: number): string {
  const bytes = bytesUnlessAscii(text);
  if (bytes === undefined) return text.slice(start, stop);
  return stop - start === 1 ? byteText(bytes[start] ?? 0) : decodeText(bytes.subarray(start, stop));
}

/** One byte as a text: a character of ASCII, or what stands for the byte. */
export function byteText(byte: number): string {
  return String.fromCharCode(byte < 0x80 ? byte : escapeBase + byte);
}

export function byteAt(text: string, index: number): number {
  const bytes = bytesUnlessAscii(text);
  return bytes === undefined ? text.charCodeAt(index) : (bytes[index] ?? 0);
}

/** Two halves of a character that meet become the character. */
export function concatText(left: string, right: string): string {
  const joined = left + right;
  return isEscapeUnit(right.charCodeAt(0)) && isEscapeUnit(left.charCodeAt(left.length - 1))
    ? decodeText(encodeText(joined))
    : joined;
}

export function joinText(parts: readonly string[], separator = ''): string {
  const joined = parts.join(separator);
  return surrogate.test(joined) ? decodeText(encodeText(joined)) : joined;
}

function isEscapeUnit(unit: number): boolean {
  return unit >= 0xdc80 && unit <= 0xdcff;
}

/** The order of the texts' bytes, which is the order of their code points. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const shared = Math.min(left.length, right.length);
  for (let index = 0; index < shared; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointRank(a) - codePointRank(b);
  }
  return left.length - right.length;
}

/** UTF-16 puts the characters beyond the basic plane below U+E000 to U+FFFF; UTF-8 puts them above. */
function codePointRank(unit: number): number {
  return unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit;
}

/** A JavaScript string from outside may hold lone surrogates, which stand for bytes in here. */
export function toWellFormedText(text: string): string {
  return surrogate.test(text) ? text.replace(/\p{Cs}/gu, '\ufffd') : text;
}

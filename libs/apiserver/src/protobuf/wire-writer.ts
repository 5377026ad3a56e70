/** Writes single fields of protobuf messages; a message is its fields one after the other. */

export function textField(number: number, text: string | undefined): Buffer {
  return text === undefined || text === '' ? EMPTY : bytesField(number, Buffer.from(text));
}

export function bytesField(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A message within a message. */
export function messageField(number: number, ...fields: readonly Buffer[]): Buffer {
  return bytesField(number, Buffer.concat(fields));
}

export function flagField(number: number, flag: boolean): Buffer {
  return flag ? Buffer.concat([varint(number * 8), varint(1)]) : EMPTY;
}

const EMPTY = Buffer.alloc(0);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

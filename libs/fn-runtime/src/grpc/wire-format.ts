/** The fields of a protobuf message that holds nothing but length-delimited fields and varints, by number. */
export type WireFields = Map<number, Buffer | number>;

const LENGTH_DELIMITED = 2;
const VARINT = 0;

/** Encodes length-delimited fields (bytes and strings) and varints (enums); empty ones are left out, as proto3 does. */
export function encodeFields(fields: readonly (readonly [number: number, value: Uint8Array | number])[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (typeof value === 'number') {
      if (value !== 0) parts.push(varint((number << 3) | VARINT), varint(value));
    } else if (value.length > 0) {
      parts.push(varint((number << 3) | LENGTH_DELIMITED), varint(value.length), value);
    }
  }
  return Buffer.concat(parts);
}

/** Decodes a message; fields of other wire types are skipped. @throws RangeError for bytes that are no message */
export function decodeFields(message: Buffer): WireFields {
  const fields: WireFields = new Map();
  let offset = 0;
  const readVarint = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message[offset++];
      if (byte === undefined || shift > 63) throw new RangeError('truncated protobuf message');
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => {
    if (offset + length > message.length) throw new RangeError('truncated protobuf message');
    offset += length;
    return message.subarray(offset - length, offset);
  };
  while (offset < message.length) {
    const key = readVarint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case VARINT:
        fields.set(number, readVarint());
        break;
      case 1:
        take(8);
        break;
      case LENGTH_DELIMITED:
        fields.set(number, take(readVarint()));
        break;
      case 5:
        take(4);
        break;
      default:
        throw new RangeError('unknown wire type in protobuf message');
    }
  }
  return fields;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

export function bytesField(fields: WireFields, number: number): Buffer {
  const value = fields.get(number);
  return typeof value === 'object' ? value : Buffer.alloc(0);
}

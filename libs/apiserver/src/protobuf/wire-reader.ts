import { badRequest } from '@porch/api';

const malformed = () => badRequest('the protobuf body of the request is malformed');

/** One field of a protobuf message as it lies on the wire. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Buffer;
}

/**
 * Reads the fields of one protobuf message, in order.
 * @throws PorchError BadRequest when the bytes are no message
 */
export function* readWireFields(bytes: Buffer): Generator<WireField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at];
      if (byte === undefined) throw malformed();
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw malformed();
  };
  const take = (length: number): Buffer => {
    if (length > bytes.length - at) throw malformed();
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Number(tag >> 3n);
    switch (Number(tag & 7n)) {
      case 0:
        yield { number, value: varint() };
        break;
      case 1:
        yield { number, value: take(8).readBigUInt64LE() };
        break;
      case 2:
        yield { number, value: take(Number(varint())) };
        break;
      case 5:
        yield { number, value: BigInt(take(4).readUInt32LE()) };
        break;
      default:
        throw malformed();
    }
  }
}

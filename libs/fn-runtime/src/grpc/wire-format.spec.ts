import fc from 'fast-check';
import { FUNCTION_EVALUATOR } from './function-evaluator';
import { bytesField, decodeFields, encodeFields } from './wire-format';

describe('protobuf on the wire', () => {
  it('is what protoc’s encoders write: tag, length, bytes; fields that are empty are left out', () => {
    const { requestSerialize } = FUNCTION_EVALUATOR.evaluateFunction;
    const request = requestSerialize({ resourceList: Buffer.from('a: 1'), image: 'f' });
    expect([...request]).toEqual([0x0a, 4, 0x61, 0x3a, 0x20, 0x31, 0x12, 1, 0x66]);
    expect([...requestSerialize({ resourceList: Buffer.alloc(0), image: '' })]).toEqual([]);
  });

  it('comes back as it was sent', () => {
    const { responseSerialize, responseDeserialize } = FUNCTION_EVALUATOR.evaluateFunction;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), fc.uint8Array({ maxLength: 500 }), (list, log) => {
        const sent = { resourceList: Buffer.from(list), log: Buffer.from(log) };
        expect(responseDeserialize(responseSerialize(sent))).toEqual(sent);
      }),
    );
  });

  it('skips fields it does not know, of every wire type', () => {
    const unknown = [
      [0x18, 0xac, 0x02], // field 3, varint 300
      [0x21, 1, 2, 3, 4, 5, 6, 7, 8], // field 4, 64 bits
      [0x2a, 2, 9, 9], // field 5, bytes
      [0x35, 1, 2, 3, 4], // field 6, 32 bits
    ].flat();
    const fields = decodeFields(Buffer.from([...unknown, 0x12, 1, 0x66, ...unknown]));
    expect(bytesField(fields, 2).toString()).toBe('f');
    expect(fields.get(3)).toBe(300);
  });

  it('takes the last of a repeated field, as protobuf has it', () => {
    const twice = Buffer.concat([encodeFields([[2, Buffer.from('a')]]), encodeFields([[2, Buffer.from('b')]])]);
    expect(bytesField(decodeFields(twice), 2).toString()).toBe('b');
  });

  it('fails on bytes that are no message with RangeError and nothing else', () => {
    for (const bytes of [[0x0a], [0x0a, 5, 1], [0x0b], [0x08, 0xff], new Array<number>(12).fill(0xff)]) {
      expect(() => decodeFields(Buffer.from(bytes))).toThrow(RangeError);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeFields(Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});

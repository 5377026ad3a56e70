import { type ObjectKey } from '../object-key';

/** How an object's JSON is written to a row, and read from it. */
export interface ContentCodec {
  encode(key: ObjectKey, text: string): string;
  /** @throws PorchError when the text cannot be read with what this codec knows */
  decode(key: ObjectKey, content: string): string;
}

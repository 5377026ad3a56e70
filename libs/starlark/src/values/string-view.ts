import { byteAt, byteLength, byteText, encodeText, sliceBytes } from '../text/utf8-text';
import { quoteText } from '../text/quote-text';
import type { ReprWriter } from './repr-writer';
import type { StarlarkBytes } from './starlark-bytes';
import { StarlarkObject, type Value, type ValueIterator } from './value';

export type StringViewKind = 'elems' | 'elem_ords' | 'codepoints' | 'codepoint_ords';

/** What `"…".elems()` and its three siblings return: the parts of a string, made as they are asked for. */
export class StringView extends StarlarkObject {
  override readonly typeName: string;

  constructor(
    private readonly text: string,
    private readonly kind: StringViewKind,
  ) {
    super();
    this.typeName = kind.startsWith('elem') ? 'string.elems' : 'string.codepoints';
    if (kind.startsWith('elem')) {
      this.length = () => byteLength(text);
      this.elementAt = (index) => (kind === 'elems' ? sliceBytes(text, index, index + 1) : byteAt(text, index));
    }
  }

  declare length?: () => number;
  declare elementAt?: (index: number) => Value;

  override truth(): boolean {
    return this.text.length > 0;
  }

  override iterate(): ValueIterator {
    const parts = this.parts();
    return {
      next: () => {
        const { done, value } = parts.next();
        return done === true ? undefined : value;
      },
      close: () => undefined,
    };
  }

  private *parts(): Generator<Value, undefined> {
    if (this.kind.startsWith('elem')) {
      for (const byte of encodeText(this.text)) {
        yield this.kind === 'elem_ords' ? byte : byteText(byte);
      }
      return undefined;
    }
    for (const character of this.text) {
      const shown = /\p{Cs}/u.test(character) ? '\ufffd' : character;
      yield this.kind === 'codepoints' ? shown : (shown.codePointAt(0) ?? 0);
    }
    return undefined;
  }

  override writeRepr(writer: ReprWriter): void {
    writer.text(`${quoteText(this.text)}.${this.kind}()`);
  }
}

/** What `b"…".elems()` returns: the bytes as ints. */
export class BytesView extends StarlarkObject {
  override readonly typeName = 'bytes.elems';

  constructor(private readonly bytes: StarlarkBytes) {
    super();
  }

  override length(): number {
    return this.bytes.length();
  }

  override elementAt(index: number): Value {
    return this.bytes.bytes[index] ?? 0;
  }

  override iterate(): ValueIterator {
    let index = 0;
    return {
      next: () => (index < this.bytes.length() ? this.elementAt(index++) : undefined),
      close: () => undefined,
    };
  }

  override writeRepr(writer: ReprWriter): void {
    writer.value(this.bytes);
    writer.text('.elems()');
  }
}

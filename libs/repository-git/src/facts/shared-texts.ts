/** Equal texts, kept once. */
export class SharedTexts {
  readonly #texts = new Map<string, string>();

  share(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** The same for what is a part of another text. */
  sharePart(part: string): string {
    return this.#texts.get(part) ?? this.share(copyOf(part));
  }
}

/** The same text, without what it may be a part of: V8 keeps the whole of a text for any part of it. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

/** Equal texts, kept once. */
export class SharedTexts {
  readonly #texts = new Map<string, string>();

  share(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const own = copyOf(text);
    this.#texts.set(own, own);
    return own;
  }
}

/** The same text, without what it may be a part of: V8 keeps the whole of a text for any part of it. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}

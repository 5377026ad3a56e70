/** Whether a character, by its code point, is one of a set. */
export type CharacterTest = (codePoint: number) => boolean;

export type Assertion = 'textStart' | 'textEnd' | 'lineStart' | 'lineEnd' | 'wordBoundary' | 'noWordBoundary';

/** A regular expression, read. */
export type PatternNode =
  | { readonly kind: 'empty' }
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: PatternNode }
  | {
      readonly kind: 'repeat';
      readonly body: PatternNode;
      readonly minimum: number;
      readonly maximum: number;
      readonly greedy: boolean;
    };

export interface Pattern {
  readonly root: PatternNode;
  /** Names of the groups by their number; the whole match is number 0. */
  readonly groupNames: readonly (string | undefined)[];
}

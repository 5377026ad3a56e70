import type { StarlarkBytes } from '../values/starlark-bytes';
import type { Position } from './position';

const punctuationTexts = [
  ...[
    '<<=',
    '>>=',
    '//=',
    '**',
    '//',
    '<<',
    '>>',
    '<=',
    '>=',
    '==',
    '!=',
    '+=',
    '-=',
    '*=',
    '/=',
    '%=',
    '&=',
    '|=',
    '^=',
  ],
  ...['+', '-', '*', '/', '%', '&', '|', '^', '~', '<', '>', '=', '.', ',', ';', ':', '(', ')', '[', ']', '{', '}'],
] as const;

const keywordTexts = [
  ...['and', 'break', 'continue', 'def', 'elif', 'else', 'for', 'if', 'in', 'lambda', 'load', 'not', 'or', 'pass'],
  ...['return', 'while'],
] as const;

/** Longest first, so that the first that fits is the right one. */
export const punctuations: readonly Punctuation[] = punctuationTexts;
export const keywords: ReadonlySet<string> = new Set(keywordTexts);

/** Words that Python has and Starlark keeps free: using one is an error. */
export const reservedWords: ReadonlySet<string> = new Set([
  ...[
    'as',
    'async',
    'await',
    'class',
    'del',
    'except',
    'finally',
    'from',
    'global',
    'import',
    'is',
    'nonlocal',
    'raise',
  ],
  ...['try', 'with', 'yield'],
]);

export type Punctuation = (typeof punctuationTexts)[number];
export type Keyword = (typeof keywordTexts)[number];
export type TokenKind =
  | Punctuation
  | Keyword
  | 'identifier'
  | 'int literal'
  | 'float literal'
  | 'string literal'
  | 'bytes literal'
  | 'newline'
  | 'indent'
  | 'outdent'
  | 'illegal token'
  | 'end of file';

export interface Token {
  readonly kind: TokenKind;
  readonly position: Position;
  /** The place right after the token. */
  readonly end: Position;
  /** The source text of a name or a literal. */
  readonly text: string;
  readonly value?: string | number | bigint | StarlarkBytes;
}

/** How an error message names a token: punctuation in quotes, a reserved word as it is, the rest by its kind. */
export function describeToken({ kind, text }: Pick<Token, 'kind' | 'text'>): string {
  if (kind === 'illegal token') return text;
  return (punctuationTexts as readonly string[]).includes(kind) ? `'${kind}'` : kind;
}

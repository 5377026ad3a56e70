import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DASH,
  HASH,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isPrintable,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUESTION,
  SPACE,
  TAB,
} from './character';

/** In which ways a text can be written as a scalar without changing it. */
export interface ScalarAnalysis {
  multiline: boolean;
  blockPlain: boolean;
  flowPlain: boolean;
  singleQuoted: boolean;
  /** As literal or folded scalar. */
  block: boolean;
}

const word: ScalarAnalysis = { multiline: false, blockPlain: true, flowPlain: true, singleQuoted: true, block: true };
const empty: ScalarAnalysis = {
  multiline: false,
  blockPlain: true,
  flowPlain: false,
  singleQuoted: true,
  block: false,
};

/** Texts that need no closer look: they can be written in every way. */
const plainWord = /^[A-Za-z0-9_/$(][A-Za-z0-9_/$()=;.-]*$/;

const startIndicators = ',[]{}&*!|>\'"%@`#';

/** Finds out which of the scalar styles can hold a text, by libyaml's rules. */
export function analyzeScalar(value: string): ScalarAnalysis {
  if (value === '') return empty;
  if (plainWord.test(value)) return word;

  let blockIndicators = value.startsWith('---') || value.startsWith('...');
  let flowIndicators = blockIndicators;
  let lineBreaks = false;
  let special = false;
  let tabs = false;
  let breakSpace = false;
  let spaceBreak = false;
  let previousSpace = false;
  let previousBreak = false;
  let afterBlank = true;

  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    const beforeBlank = i + 1 >= value.length || isBlank(value.charCodeAt(i + 1));
    switch (code) {
      case QUESTION:
      case COLON:
        if (code === COLON || i > 0) flowIndicators = true;
        if (code === QUESTION && i === 0) flowIndicators = true;
        if (beforeBlank && (code === COLON || i === 0)) blockIndicators = true;
        break;
      case DASH:
        if (i === 0 && beforeBlank) flowIndicators = blockIndicators = true;
        break;
      case HASH:
        if (afterBlank) flowIndicators = blockIndicators = true;
        break;
      case COMMA:
      case OPEN_BRACKET:
      case CLOSE_BRACKET:
      case OPEN_BRACE:
      case CLOSE_BRACE:
        flowIndicators = true;
        break;
      default:
    }
    if (i === 0 && startIndicators.includes(value.charAt(0))) flowIndicators = blockIndicators = true;

    if (code === TAB) tabs = true;
    else if (!isPrintable(code)) special = true;

    const space = code === SPACE;
    const lineBreak = isBreak(code);
    if (space && previousBreak) breakSpace = true;
    if (lineBreak) {
      lineBreaks = true;
      if (previousSpace) spaceBreak = true;
    }
    previousSpace = space;
    previousBreak = lineBreak;
    afterBlank = isBlankOrEnd(code);
  }

  const first = value.charCodeAt(0);
  const edges = first === SPACE || isBreak(first) || previousSpace || previousBreak;
  const quotedOnly = breakSpace || spaceBreak || tabs || special;
  const plain = !edges && !quotedOnly && !lineBreaks;
  return {
    multiline: lineBreaks,
    blockPlain: plain && !blockIndicators,
    flowPlain: plain && !flowIndicators,
    singleQuoted: !quotedOnly,
    block: !previousSpace && !spaceBreak && !special,
  };
}

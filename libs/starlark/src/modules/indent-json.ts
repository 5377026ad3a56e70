import type { Budget } from '../runtime/budget';

const token = /"(?:[^"\\]|\\[^])*"|[[\]{},:]|[^\s"[\]{},:]+/g;

/** Valid JSON with a line for each element; every line but the first starts with the prefix. */
export function indentJson(source: string, prefix: string, indent: string, budget: Budget): string {
  const parts: string[] = [];
  let depth = 0;
  let opened = false;
  const newLine = () => {
    const start = `\n${prefix}${indent.repeat(depth)}`;
    budget.allocate(start.length);
    parts.push(start);
  };
  for (const [text] of source.matchAll(token)) {
    budget.allocate(text.length);
    if (text === ']' || text === '}') {
      depth--;
      if (!opened) newLine();
    } else if (opened) newLine();
    parts.push(text === ':' ? ': ' : text);
    opened = text === '[' || text === '{';
    if (opened) depth++;
    if (text === ',') newLine();
  }
  return parts.join('');
}

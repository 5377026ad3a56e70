import { badRequest } from '@porch/api';
import { evaluatePath } from './evaluate-path';
import { type PathExpression, type TemplateNode } from './json-path-node';
import { parsePathExpression } from './parse-json-path';

/**
 * Parses a kubectl JSONPath template: text with expressions in braces, quoted text in braces, and
 * `{range …}…{end}`. Text without any brace is taken as one expression, as `kubectl -o jsonpath=.a.b` allows.
 * @throws PorchError BadRequest naming what cannot be parsed
 */
export function parseJsonPathTemplate(template: string): TemplateNode[] {
  const text = template.includes('{') ? template : `{${template}}`;
  const open: { path: PathExpression; body: TemplateNode[] }[] = [];
  const top: TemplateNode[] = [];
  const body = () => open.at(-1)?.body ?? top;
  for (const piece of pieces(text)) {
    if (!piece.action) body().push({ kind: 'text', text: piece.text });
    else if (piece.text === 'end') {
      const range = open.pop();
      if (!range) throw badRequest(`error parsing jsonpath ${template}: not in range, nothing to end`);
      body().push({ kind: 'range', ...range });
    } else if (/^range\s/.test(piece.text)) {
      open.push({ path: parsePathExpression(piece.text.slice('range'.length).trim()), body: [] });
    } else body().push(...actionNodes(piece.text));
  }
  if (open.length > 0) throw badRequest(`error parsing jsonpath ${template}: unterminated range`);
  return top;
}

/** What a template prints for one object. Several values of one expression stand with a space between. */
export function renderJsonPath(nodes: readonly TemplateNode[], root: unknown, current: unknown = root): string {
  return nodes
    .map((node) => {
      switch (node.kind) {
        case 'text':
          return node.text;
        case 'path':
          return evaluatePath(node.path, current, root).map(displayValue).join(' ');
        case 'range': {
          const values = evaluatePath(node.path, current, root);
          return values.map((value) => renderJsonPath(node.body, root, value)).join('');
        }
      }
    })
    .join('');
}

/** Strings as they are, everything else as compact JSON. */
export function displayValue(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

interface Piece {
  action: boolean;
  text: string;
}

function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{', at);
    if (open !== at) found.push({ action: false, text: text.slice(at, open < 0 ? undefined : open) });
    if (open < 0) break;
    const close = closingBrace(text, open + 1);
    found.push({ action: true, text: text.slice(open + 1, close).trim() });
    at = close + 1;
  }
  return found;
}

function closingBrace(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at += 1;
      else if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (character === '}') return at;
  }
  throw badRequest(`error parsing jsonpath ${text}: unclosed action`);
}

/** An action is quoted text, or expressions with spaces between. */
function actionNodes(text: string): TemplateNode[] {
  const quoted = /^(["'])(.*)\1$/s.exec(text);
  if (quoted) return [{ kind: 'text', text: unescaped(quoted[2] ?? '') }];
  return [{ kind: 'path', path: parsePathExpression(text) }];
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}

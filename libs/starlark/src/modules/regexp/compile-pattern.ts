import { patternError } from './pattern-error';
import { parsePattern } from './parse-pattern';
import type { Assertion, CharacterTest, PatternNode } from './pattern-tree';

export type Instruction =
  | { readonly kind: 'character'; readonly test: CharacterTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'save'; readonly slot: number }
  /** Tries the first, then the second. */
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; target: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly groupNames: readonly (string | undefined)[];
}

/** A pattern that repeats repetitions can grow without end. */
const maxInstructions = 20_000;

/** Turns a regular expression into a program for the matcher. */
export function compilePattern(source: string): Program {
  const { root, groupNames } = parsePattern(source);
  const instructions: Instruction[] = [];
  const emit = <T extends Instruction>(instruction: T): T => {
    if (instructions.length >= maxInstructions) throw patternError('expression too large', source);
    instructions.push(instruction);
    return instruction;
  };
  const compile = (node: PatternNode): void => {
    switch (node.kind) {
      case 'empty':
        return;
      case 'character':
      case 'assertion':
        emit(node);
        return;
      case 'sequence':
        return node.parts.forEach(compile);
      case 'group':
        emit({ kind: 'save', slot: node.index * 2 });
        compile(node.body);
        emit({ kind: 'save', slot: node.index * 2 + 1 });
        return;
      case 'choice':
        return compileChoice(node.options);
      case 'repeat':
        for (let count = 0; count < node.minimum; count++) compile(node.body);
        if (node.maximum === Infinity) compileLoop(node.body, node.greedy);
        else compileOptional(node.body, node.maximum - node.minimum, node.greedy);
    }
  };
  const compileChoice = (options: readonly PatternNode[]): void => {
    const jumps = options.slice(0, -1).map((option) => {
      const split = emit({ kind: 'split', first: instructions.length + 1, second: 0 });
      compile(option);
      const jump = emit({ kind: 'jump', target: 0 });
      split.second = instructions.length;
      return jump;
    });
    const last = options.at(-1);
    if (last) compile(last);
    for (const jump of jumps) jump.target = instructions.length;
  };
  const compileLoop = (body: PatternNode, greedy: boolean): void => {
    const at = instructions.length;
    const split = emit({ kind: 'split', first: 0, second: 0 });
    compile(body);
    emit({ kind: 'jump', target: at });
    point(split, greedy, at + 1, instructions.length);
  };
  const compileOptional = (body: PatternNode, times: number, greedy: boolean): void => {
    const splits: { split: Extract<Instruction, { kind: 'split' }>; at: number }[] = [];
    for (let count = 0; count < times; count++) {
      const at = instructions.length + 1;
      splits.push({ split: emit({ kind: 'split', first: 0, second: 0 }), at });
      compile(body);
    }
    for (const { split, at } of splits) point(split, greedy, at, instructions.length);
  };
  compile(root);
  emit({ kind: 'match' });
  return { instructions, groupNames };
}

function point(split: Extract<Instruction, { kind: 'split' }>, greedy: boolean, into: number, past: number): void {
  split.first = greedy ? into : past;
  split.second = greedy ? past : into;
}

import { presentationTag, scalarStyle } from './node-presentation';
import { OutputComments } from './output-comments';
import { analyzeScalar, type ScalarAnalysis } from './scalar-analysis';
import { doubleQuoted, printFolded, printLiteral, printSingleQuoted } from './scalar-printer';
import { type YamlDocument } from './yaml-document';
import { YamlEmitter } from './yaml-emitter';
import { YamlNode, type YamlNodeStyle } from './yaml-node';

/** Whether the `-` of a list stands under the key it belongs to (`compact`) or two columns further in (`wide`). */
export type SequenceIndent = 'compact' | 'wide';

const INDENT = 2;
/** A longer key is written with a `?`. */
const SIMPLE_KEY_LENGTH = 128;

/** In what surroundings a node is written. */
interface Context {
  /** As element of a block sequence, so that what is inside aligns with the text behind `- `. */
  inSequenceItem: boolean;
  inMapping: boolean;
  simpleKey: boolean;
}

const rootContext: Context = { inSequenceItem: false, inMapping: false, simpleKey: false };
const itemContext: Context = { inSequenceItem: true, inMapping: false, simpleKey: false };
const flowItemContext: Context = { inSequenceItem: false, inMapping: false, simpleKey: false };
const keyContext: Context = { inSequenceItem: false, inMapping: true, simpleKey: true };
const valueContext: Context = { inSequenceItem: false, inMapping: true, simpleKey: false };

/** Writes nodes the way kyaml's fork of go-yaml v3 does, byte for byte. */
export class YamlPrinter {
  private readonly out = new YamlEmitter();
  private readonly comments = new OutputComments(this.out);
  private readonly compact: boolean;
  private flowLevel = 0;
  private first = true;
  /** Whether the key just written is followed by `:` at once, not on a line of its own. */
  private afterSimpleKey = true;

  constructor(sequenceIndent: SequenceIndent) {
    this.compact = sequenceIndent === 'compact';
  }

  take(): string {
    return this.out.take();
  }

  document(document: YamlDocument): void {
    const { out } = this;
    const root = document.root ?? YamlNode.null();
    if (!this.first) {
      out.writeIndent();
      out.writeIndicator('---', true);
      out.writeIndent();
    }
    this.first = false;
    this.comments.receive(document.headComment, '', '');
    if (this.comments.hasHead) {
      this.comments.writeHead();
      out.lineBreak();
    }

    this.receiveStart(root);
    this.comments.writeHead();
    this.start(root, rootContext);
    this.comments.writeLine();
    this.comments.writeFoot();
    this.contents(root, rootContext);

    this.comments.receive('', '', document.footComment);
    out.footIndent = 0;
    this.comments.writeFoot();
    out.footIndent = -1;
    out.writeIndent();
  }

  /** Comments known when a node begins; a collection's line and foot comment come when it ends. */
  private receiveStart(node: YamlNode, tail = ''): void {
    if (node.kind === 'mapping' || node.kind === 'sequence') this.comments.receive(node.headComment, '', '', tail);
    else this.comments.receive(node.headComment, node.lineComment, node.footComment, tail);
  }

  private deeper(flow: boolean, inSequenceItem: boolean, compactSequence: boolean): number {
    const { out } = this;
    const outer = out.indent;
    if (outer < 0) out.indent = flow ? INDENT : 0;
    else {
      out.indent = inSequenceItem ? outer + 2 : INDENT * Math.floor((outer + INDENT) / INDENT);
      if (compactSequence) out.indent -= 2;
    }
    return outer;
  }

  private isFlow(node: YamlNode): boolean {
    return this.flowLevel > 0 || node.style === 'flow' || node.content.length === 0;
  }

  /** Writes a scalar or alias, or what stands before the content of a collection. */
  private start(node: YamlNode, context: Context): void {
    const { out } = this;
    if (node.kind === 'alias') {
      out.writeIndicator(`*${node.value}`, true);
      return;
    }
    const { tag, quote } = presentationTag(node);
    if (node.anchor !== '') out.writeIndicator(`&${node.anchor}`, true);
    if (tag !== '') {
      out.space();
      out.writeIndicator(tag.startsWith('!') ? tag : `!<${tag}>`, false);
    }
    if (node.kind === 'scalar') this.scalar(node, quote, context);
  }

  private scalar(node: YamlNode, quote: boolean, context: Context): void {
    const { value } = node;
    const { out } = this;
    const analysis = analyzeScalar(value);
    const style = this.allowedStyle(scalarStyle(node, quote), value, analysis, context);
    const outer = this.deeper(true, context.inSequenceItem, false);
    switch (style) {
      case 'single':
        printSingleQuoted(out, value);
        break;
      case 'double':
        out.writeScalar(doubleQuoted(value));
        break;
      case 'literal':
        printLiteral(out, value, INDENT, () => this.comments.writeLine(true));
        break;
      case 'folded':
        printFolded(out, value, INDENT, () => this.comments.writeLine(true));
        break;
      default:
        out.writeScalar(value);
    }
    out.indent = outer;
  }

  private allowedStyle(
    wanted: YamlNodeStyle,
    value: string,
    analysis: ScalarAnalysis,
    context: Context,
  ): YamlNodeStyle {
    let style = context.simpleKey && analysis.multiline ? 'double' : wanted;
    if (style === 'plain') {
      const inFlow = this.flowLevel > 0;
      if (inFlow ? !analysis.flowPlain : !analysis.blockPlain) style = 'single';
      if (value === '' && (inFlow || context.simpleKey)) style = 'single';
    }
    if (style === 'single' && !analysis.singleQuoted) style = 'double';
    if (style === 'literal' || style === 'folded') {
      if (!analysis.block || this.flowLevel > 0 || context.simpleKey) style = 'double';
    }
    return style;
  }

  private contents(node: YamlNode, context: Context): void {
    if (node.kind === 'sequence') {
      if (this.isFlow(node)) this.flowSequence(node, context);
      else this.blockSequence(node, context);
    } else if (node.kind === 'mapping') {
      if (this.isFlow(node)) this.flowMapping(node, context);
      else this.blockMapping(node, context);
    }
  }

  private blockSequence(node: YamlNode, context: Context): void {
    const { out } = this;
    const compact = this.compact && context.inMapping && (out.atLineStart || !out.onlyIndentation);
    const outer = this.deeper(false, context.inSequenceItem, compact);
    for (const item of node.content) {
      this.receiveStart(item);
      this.comments.writeHead();
      out.writeIndent();
      out.writeIndicator('-', true, false, true);
      this.start(item, itemContext);
      this.comments.writeLine();
      this.comments.writeFoot();
      this.contents(item, itemContext);
    }
    this.comments.receive('', node.lineComment, node.footComment);
    out.indent = outer;
  }

  private blockMapping(node: YamlNode, context: Context): void {
    const { out } = this;
    const outer = this.deeper(false, context.inSequenceItem, false);
    let tail = '';
    for (let i = 0; i + 1 < node.content.length; i += 2) {
      const key = node.content[i];
      const value = node.content[i + 1];
      if (key === undefined || value === undefined) break;
      this.blockKey(key, tail);
      tail = key.footComment;
      this.blockValue(value);
    }
    this.comments.receive('', node.lineComment, node.footComment, tail);
    this.comments.writeHead();
    out.indent = outer;
  }

  private receiveKey(key: YamlNode, tail: string): void {
    const collection = key.kind === 'mapping' || key.kind === 'sequence';
    // Tails are lost on keys that are aliases or sequences.
    const carried = key.kind === 'scalar' || key.kind === 'mapping' ? tail : '';
    this.comments.receive(key.headComment, collection ? '' : key.lineComment, '', carried);
  }

  private blockKey(key: YamlNode, tail: string): void {
    const { out } = this;
    this.receiveKey(key, tail);
    this.comments.writeHead();
    out.writeIndent();
    this.comments.holdKeyLine();
    this.afterSimpleKey = this.isSimpleKey(key);
    if (!this.afterSimpleKey) out.writeIndicator('?', true, false, true);
    this.keyContents(key, this.afterSimpleKey ? keyContext : valueContext);
  }

  /** A key's foot comment stands below its value, so it is not written with the key. */
  private keyContents(key: YamlNode, context: Context): void {
    const { footComment } = key;
    key.footComment = '';
    this.start(key, context);
    this.contents(key, context);
    key.footComment = footComment;
  }

  private blockValue(value: YamlNode): void {
    const { out } = this;
    this.receiveStart(value);
    if (this.afterSimpleKey) {
      out.writeIndicator(':', false);
    } else {
      out.writeIndent();
      out.writeIndicator(':', true, false, true);
    }
    const collection = value.kind === 'mapping' || value.kind === 'sequence';
    const emptyBlock = collection && value.style !== 'flow' && value.content.length === 0;
    if (value.kind === 'scalar') this.comments.giveKeyLineToScalar();
    else if (collection && value.style !== 'flow' && !emptyBlock) this.comments.writeKeyLine();
    this.start(value, valueContext);
    this.comments.writeLine();
    this.comments.writeFoot();
    this.contents(value, valueContext);
    if (!emptyBlock) return;
    // go-yaml breaks the line behind the key's comment and writes `[]` at its start, which is no YAML.
    this.comments.giveKeyLineToScalar();
    this.comments.writeLine();
  }

  private isSimpleKey(key: YamlNode): boolean {
    if (key.kind === 'alias') return key.value.length <= SIMPLE_KEY_LENGTH;
    if (key.kind !== 'scalar' && key.content.length > 0) return false;
    const { tag } = presentationTag(key);
    if (key.kind === 'scalar' && analyzeScalar(key.value).multiline) return false;
    return key.anchor.length + tag.length + Buffer.byteLength(key.value) <= SIMPLE_KEY_LENGTH;
  }

  private flowSequence(node: YamlNode, context: Context): void {
    const { out } = this;
    out.writeIndicator('[', true, true);
    const outer = this.deeper(true, context.inSequenceItem, false);
    this.flowLevel++;
    let first = true;
    let trailing = false;
    for (const item of node.content) {
      this.receiveStart(item);
      if (!first && !trailing) out.writeIndicator(',', false);
      this.comments.writeHead();
      if (out.atLineStart) out.writeIndent();
      trailing = this.comments.trail;
      this.start(item, flowItemContext);
      if (this.comments.trail) out.writeIndicator(',', false);
      this.comments.writeLine();
      this.comments.writeFoot();
      this.contents(item, flowItemContext);
      first = false;
    }
    this.comments.receive('', node.lineComment, node.footComment);
    this.flowLevel--;
    out.indent = outer;
    if (out.atLineStart) out.writeIndent();
    out.writeIndicator(']', false);
    this.comments.writeLine();
    this.comments.writeFoot();
  }

  private flowMapping(node: YamlNode, context: Context): void {
    const { out } = this;
    out.writeIndicator('{', true, true);
    const outer = this.deeper(true, context.inSequenceItem, false);
    this.flowLevel++;
    let tail = '';
    let first = true;
    let trailing = false;
    for (let i = 0; i + 1 < node.content.length; i += 2) {
      const key = node.content[i];
      const value = node.content[i + 1];
      if (key === undefined || value === undefined) break;
      this.receiveKey(key, tail);
      tail = key.footComment;
      if (!first && !trailing) out.writeIndicator(',', false);
      this.comments.writeHead();
      if (out.atLineStart) out.writeIndent();
      const simple = this.isSimpleKey(key);
      if (!simple) out.writeIndicator('?', true);
      this.keyContents(key, simple ? keyContext : valueContext);

      this.receiveStart(value);
      out.writeIndicator(':', !simple);
      trailing = this.comments.trail;
      this.start(value, valueContext);
      if (this.comments.trail) out.writeIndicator(',', false);
      this.comments.writeLine();
      this.comments.writeFoot();
      this.contents(value, valueContext);
      first = false;
    }
    this.comments.receive('', node.lineComment, node.footComment, tail);
    if (this.comments.beforeEnd && !first && !trailing) out.writeIndicator(',', false);
    this.comments.writeHead();
    this.flowLevel--;
    out.indent = outer;
    out.writeIndicator('}', false);
    this.comments.writeLine();
    this.comments.writeFoot();
  }
}

import { scalarTag } from './scalar-type';
import { YamlDocument } from './yaml-document';
import { YamlNode, type YamlNodeKind, type YamlNodeStyle } from './yaml-node';
import { YamlScanner } from './yaml-scanner';
import { YamlSyntaxError } from './yaml-syntax-error';
import { type Token, type TokenKind } from './token';

const CORE_TAGS = 'tag:yaml.org,2002:';

/** What stands before a node's content: `&anchor` and `!tag`, and where the node begins. */
interface Properties {
  anchor: string;
  tag: string;
  line: number;
  column: number;
}

/** Turns tokens into documents of nodes, and gives every comment to a node by go-yaml v3's rules. */
export class YamlComposer {
  private readonly scanner: YamlScanner;
  private readonly anchors = new Map<string, YamlNode>();
  private tagPrefixes = new Map<string, string>();
  private headComment = '';
  private lineComment = '';
  private footComment = '';
  private stemComment = '';

  constructor(text: string) {
    this.scanner = new YamlScanner(text);
  }

  /** The next document of the text, or undefined when there is none left. */
  composeDocument(first: boolean): YamlDocument | undefined {
    let token = this.peek();
    if (!first) {
      while (token.kind === 'document-end') token = this.next();
    }
    if (token.kind === 'stream-end') return undefined;
    const document = new YamlDocument();
    this.tagPrefixes = new Map([
      ['!', '!'],
      ['!!', CORE_TAGS],
    ]);
    const explicit = ['version-directive', 'tag-directive', 'document-start'].includes(token.kind) || !first;
    if (explicit) {
      this.readDirectives();
      token = this.peek();
      if (token.kind !== 'document-start') throw this.error('did not find expected <document start>', token);
      this.scanner.skip();
      token = this.peek();
      document.root =
        token.kind === 'stream-end' ||
        token.kind === 'document-start' ||
        token.kind === 'document-end' ||
        token.kind === 'version-directive' ||
        token.kind === 'tag-directive'
          ? this.emptyScalar(token)
          : this.node(true, false);
    } else {
      document.headComment = this.splitDocumentComment();
      document.root = this.node(true, false);
    }
    token = this.peek();
    if (token.kind === 'document-end') this.scanner.skip();
    document.footComment = this.footComment !== '' ? this.footComment : this.headComment;
    this.clearComments();
    return document;
  }

  private readDirectives(): void {
    const own = new Set<string>();
    let version = false;
    for (let token = this.peek(); ; token = this.next()) {
      if (token.kind === 'version-directive') {
        if (version) throw this.error('found duplicate %YAML directive', token);
        if (token.value !== '1.1') throw this.error('found incompatible YAML document', token);
        version = true;
      } else if (token.kind === 'tag-directive') {
        if (own.has(token.value)) throw this.error('found duplicate %TAG directive', token);
        own.add(token.value);
        this.tagPrefixes.set(token.value, token.suffix);
      } else {
        return;
      }
    }
  }

  /** Of the comments at the top, those above the last empty line are the document's, the rest the first node's. */
  private splitDocumentComment(): string {
    const comment = this.headComment;
    for (let i = comment.length - 1; i > 0; i--) {
      if (comment[i] !== '\n') continue;
      const last = i === comment.length - 1;
      if (last || comment[i - 1] === '\n') {
        this.headComment = comment.slice(i + 1);
        return comment.slice(0, last ? i : i - 1);
      }
    }
    return '';
  }

  private peek(): Token {
    const token = this.scanner.peek();
    const { comments } = this.scanner;
    for (let comment = comments.next(token.index); comment !== undefined; comment = comments.next(token.index)) {
      if (comment.head !== '') {
        if (token.kind === 'block-end') break;
        this.headComment += (this.headComment === '' ? '' : '\n') + comment.head;
      }
      if (comment.foot !== '') this.footComment += (this.footComment === '' ? '' : '\n') + comment.foot;
      if (comment.line !== '') this.lineComment += (this.lineComment === '' ? '' : '\n') + comment.line;
      comments.take();
    }
    return token;
  }

  private next(): Token {
    this.scanner.skip();
    return this.peek();
  }

  private error(problem: string, at: { line: number; column: number }): YamlSyntaxError {
    return new YamlSyntaxError(problem, { line: at.line + 1, column: at.column + 1 });
  }

  private clearComments(): void {
    this.headComment = this.lineComment = this.footComment = this.stemComment = '';
  }

  private takeComments(node: YamlNode): void {
    node.headComment = this.headComment;
    node.lineComment = this.lineComment;
    node.footComment = this.footComment;
    this.clearComments();
  }

  /** What ends a collection brings its line and foot comment; a head comment there belongs to nothing and is lost. */
  private takeEndComments(node: YamlNode): void {
    node.lineComment = this.lineComment;
    node.footComment = this.footComment;
    this.clearComments();
  }

  private takeStemComment(node: YamlNode): void {
    node.headComment = this.stemComment;
    this.stemComment = '';
  }

  private node(block: boolean, indentlessSequence: boolean): YamlNode {
    let token = this.peek();
    if (token.kind === 'alias') return this.alias(token);

    const properties: Properties = { anchor: '', tag: '', line: token.line + 1, column: token.column + 1 };
    if (token.kind === 'anchor' || token.kind === 'tag') {
      this.readProperty(token, properties);
      const second = this.peek();
      const other: TokenKind = token.kind === 'anchor' ? 'tag' : 'anchor';
      if (second.kind === other) this.readProperty(second, properties);
      token = this.peek();
    }

    if (indentlessSequence && token.kind === 'block-entry') {
      return this.blockSequence(this.collection('sequence', 'block', '!!seq', properties), true);
    }
    switch (token.kind) {
      case 'scalar':
        return this.scalar(token, properties);
      case 'flow-sequence-start': {
        const node = this.collection('sequence', 'flow', '!!seq', properties);
        this.takeComments(node);
        return this.flowSequence(node);
      }
      case 'flow-mapping-start': {
        const node = this.collection('mapping', 'flow', '!!map', properties);
        this.takeComments(node);
        return this.flowMapping(node);
      }
      case 'block-sequence-start':
        if (block) {
          const node = this.collection('sequence', 'block', '!!seq', properties);
          this.takeStemComment(node);
          this.scanner.skip();
          return this.blockSequence(node, false);
        }
        break;
      case 'block-mapping-start':
        if (block) {
          const node = this.collection('mapping', 'block', '!!map', properties);
          this.takeStemComment(node);
          this.scanner.skip();
          return this.blockMapping(node);
        }
        break;
      default:
    }
    if (properties.anchor !== '' || properties.tag !== '') return this.finish(this.emptyScalar(token), properties);
    throw this.error('did not find expected node content', token);
  }

  private readProperty(token: Token, properties: Properties): void {
    if (token.kind === 'anchor') {
      properties.anchor = token.value;
    } else if (token.value === '') {
      properties.tag = token.suffix;
    } else {
      const prefix = this.tagPrefixes.get(token.value);
      if (prefix === undefined) throw this.error(`found undefined tag handle ${token.value}`, token);
      properties.tag = prefix + token.suffix;
    }
    this.scanner.skip();
  }

  private finish(node: YamlNode, properties: Properties): YamlNode {
    node.line = properties.line;
    node.column = properties.column;
    if (properties.tag !== '' && properties.tag !== '!') {
      node.tag = properties.tag.startsWith(CORE_TAGS) ? `!!${properties.tag.slice(CORE_TAGS.length)}` : properties.tag;
      node.tagged = true;
    }
    if (properties.anchor !== '') {
      node.anchor = properties.anchor;
      this.anchors.set(properties.anchor, node);
    }
    return node;
  }

  private collection(kind: YamlNodeKind, style: YamlNodeStyle, tag: string, properties: Properties): YamlNode {
    return this.finish(new YamlNode(kind, style, '', tag), properties);
  }

  private alias(token: Token): YamlNode {
    const node = new YamlNode('alias', 'plain', token.value);
    node.line = token.line + 1;
    node.column = token.column + 1;
    node.target = this.anchors.get(token.value);
    if (node.target === undefined) throw this.error(`unknown anchor '${token.value}' referenced`, token);
    this.takeComments(node);
    this.scanner.skip();
    return node;
  }

  private scalar(token: Token, properties: Properties): YamlNode {
    const { value, style } = token;
    const node = new YamlNode(
      'scalar',
      style,
      value,
      style !== 'plain' ? '!!str' : value === '<<' ? '!!merge' : scalarTag(value),
    );
    this.finish(node, properties);
    this.takeComments(node);
    this.scanner.skip();
    return node;
  }

  /** A null that is not spelled out, `offset` columns behind the beginning of a token. */
  private emptyScalar(at: Token, offset = 0): YamlNode {
    const node = new YamlNode('scalar', 'plain', '', '!!null');
    node.line = at.line + 1;
    node.column = at.column + 1 + offset;
    return node;
  }

  private blockSequence(node: YamlNode, indentless: boolean): YamlNode {
    let token = this.peek();
    while (token.kind === 'block-entry') {
      const priorHead = this.headComment.length;
      this.scanner.skip();
      this.splitStemComment(priorHead);
      const { kind } = this.peek();
      const empty =
        kind === 'block-entry' || kind === 'block-end' || (indentless && (kind === 'key' || kind === 'value'));
      node.content.push(empty ? this.emptyScalar(token, 1) : this.node(true, false));
      token = this.peek();
    }
    if (!indentless) {
      if (token.kind !== 'block-end') throw this.error("did not find expected '-' indicator", token);
      this.scanner.skip();
    }
    node.lineComment = node.footComment = '';
    return node;
  }

  /** Comments above a `-` are about the whole mapping or sequence behind it, not about its first entry. */
  private splitStemComment(length: number): void {
    if (length === 0) return;
    const { kind } = this.peek();
    if (kind !== 'block-sequence-start' && kind !== 'block-mapping-start') return;
    this.stemComment = this.headComment.slice(0, length);
    this.headComment = this.headComment.slice(length + 1);
  }

  private blockMapping(node: YamlNode): YamlNode {
    const { content } = node;
    for (;;) {
      let token = this.peek();
      if (token.kind === 'block-end') break;
      if (token.kind !== 'key' && token.kind !== 'value') throw this.error('did not find expected key', token);

      let key: YamlNode;
      if (token.kind === 'key') {
        this.scanner.skip();
        key = this.blockMappingPart(token);
      } else {
        throw this.error('did not find expected key', token);
      }
      // A foot comment met while reading a key stood below the value before it.
      const priorKey = content.at(-2);
      if (key.footComment !== '' && priorKey !== undefined) {
        priorKey.footComment = key.footComment;
        key.footComment = '';
      }
      content.push(key);

      token = this.peek();
      let value: YamlNode;
      if (token.kind === 'value') {
        this.scanner.skip();
        value = this.blockMappingPart(token);
      } else {
        value = this.emptyScalar(token);
      }
      content.push(value);
      if (key.footComment === '' && value.footComment !== '') {
        key.footComment = value.footComment;
        value.footComment = '';
      }
    }
    this.takeEndComments(node);
    const lastKey = content.at(-2);
    if (node.footComment !== '' && lastKey !== undefined) {
      lastKey.footComment = node.footComment;
      node.footComment = '';
    }
    this.scanner.skip();
    return node;
  }

  private blockMappingPart(indicator: Token): YamlNode {
    const { kind } = this.peek();
    if (kind === 'key' || kind === 'value' || kind === 'block-end')
      return this.emptyScalar(indicator, indicator.kind === 'value' ? 1 : 0);
    return this.node(true, true);
  }

  private flowSequence(node: YamlNode): YamlNode {
    const opening = this.peek();
    let token = this.next();
    for (let first = true; token.kind !== 'flow-sequence-end'; first = false, token = this.peek()) {
      if (!first) {
        if (token.kind !== 'flow-entry') throw this.error("did not find expected ',' or ']'", opening);
        token = this.next();
        if (token.kind === 'flow-sequence-end') break;
      }
      node.content.push(token.kind === 'key' ? this.flowPair(token) : this.node(false, false));
    }
    this.takeEndComments(node);
    this.scanner.skip();
    return node;
  }

  /** A single `key: value` in a flow sequence is a mapping of its own. */
  private flowPair(token: Token): YamlNode {
    const pair = new YamlNode('mapping', 'flow', '', '!!map');
    pair.line = token.line + 1;
    pair.column = token.column + 1;
    const ends = (kind: TokenKind): boolean => kind === 'flow-entry' || kind === 'flow-sequence-end';
    let next = this.next();
    pair.content.push(next.kind === 'value' || ends(next.kind) ? this.emptyScalar(next) : this.node(false, false));
    next = this.peek();
    if (next.kind === 'value') next = this.next();
    pair.content.push(ends(next.kind) ? this.emptyScalar(next) : this.node(false, false));
    return pair;
  }

  private flowMapping(node: YamlNode): YamlNode {
    const opening = this.peek();
    let token = this.next();
    const ends = (kind: TokenKind): boolean => kind === 'flow-entry' || kind === 'flow-mapping-end';
    for (let first = true; token.kind !== 'flow-mapping-end'; first = false, token = this.peek()) {
      if (!first) {
        if (token.kind !== 'flow-entry') throw this.error("did not find expected ',' or '}'", opening);
        token = this.next();
        if (token.kind === 'flow-mapping-end') break;
      }
      if (token.kind !== 'key') {
        node.content.push(this.node(false, false), this.emptyScalar(this.peek()));
        continue;
      }
      token = this.next();
      const key = token.kind === 'value' || ends(token.kind) ? this.emptyScalar(token) : this.node(false, false);
      token = this.peek();
      if (token.kind === 'value') token = this.next();
      const value = ends(token.kind) ? this.emptyScalar(token) : this.node(false, false);
      node.content.push(key, value);
      if (key.footComment === '' && value.footComment !== '') {
        key.footComment = value.footComment;
        value.footComment = '';
      }
    }
    this.takeEndComments(node);
    this.scanner.skip();
    return node;
  }
}

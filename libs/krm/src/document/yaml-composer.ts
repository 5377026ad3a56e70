import { CommentedTokens } from './commented-tokens';
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
  private readonly tokens: CommentedTokens;
  private readonly anchors = new Map<string, YamlNode>();
  private tagPrefixes = new Map<string, string>();

  constructor(text: string) {
    this.tokens = new CommentedTokens(new YamlScanner(text));
  }

  /** The next document of the text, or undefined when there is none left. */
  composeDocument(first: boolean): YamlDocument | undefined {
    let token = this.tokens.peek();
    if (!first) {
      while (token.kind === 'document-end') token = this.tokens.next();
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
      token = this.tokens.peek();
      if (token.kind !== 'document-start') throw this.error('did not find expected <document start>', token);
      this.tokens.skip();
      token = this.tokens.peek();
      document.root =
        token.kind === 'stream-end' ||
        token.kind === 'document-start' ||
        token.kind === 'document-end' ||
        token.kind === 'version-directive' ||
        token.kind === 'tag-directive'
          ? this.emptyScalar(token)
          : this.node(true, false);
    } else {
      document.headComment = this.tokens.takeDocumentHead();
      document.root = this.node(true, false);
    }
    token = this.tokens.peek();
    if (token.kind === 'document-end') this.tokens.skip();
    document.footComment = this.tokens.takeDocumentFoot();
    return document;
  }

  private readDirectives(): void {
    const own = new Set<string>();
    let version = false;
    for (let token = this.tokens.peek(); ; token = this.tokens.next()) {
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

  private error(problem: string, at: { line: number; column: number }): YamlSyntaxError {
    return new YamlSyntaxError(problem, { line: at.line + 1, column: at.column + 1 });
  }

  private node(block: boolean, indentlessSequence: boolean): YamlNode {
    let token = this.tokens.peek();
    if (token.kind === 'alias') return this.alias(token);

    const properties: Properties = { anchor: '', tag: '', line: token.line + 1, column: token.column + 1 };
    if (token.kind === 'anchor' || token.kind === 'tag') {
      this.readProperty(token, properties);
      const second = this.tokens.peek();
      const other: TokenKind = token.kind === 'anchor' ? 'tag' : 'anchor';
      if (second.kind === other) this.readProperty(second, properties);
      token = this.tokens.peek();
    }

    if (indentlessSequence && token.kind === 'block-entry') {
      return this.blockSequence(this.collection('sequence', 'block', '!!seq', properties), true);
    }
    switch (token.kind) {
      case 'scalar':
        return this.scalar(token, properties);
      case 'flow-sequence-start': {
        const node = this.collection('sequence', 'flow', '!!seq', properties);
        this.tokens.takeFor(node);
        return this.flowSequence(node);
      }
      case 'flow-mapping-start': {
        const node = this.collection('mapping', 'flow', '!!map', properties);
        this.tokens.takeFor(node);
        return this.flowMapping(node);
      }
      case 'block-sequence-start':
        if (block) {
          const node = this.collection('sequence', 'block', '!!seq', properties);
          this.tokens.takeStemFor(node);
          this.tokens.skip();
          return this.blockSequence(node, false);
        }
        break;
      case 'block-mapping-start':
        if (block) {
          const node = this.collection('mapping', 'block', '!!map', properties);
          this.tokens.takeStemFor(node);
          this.tokens.skip();
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
    this.tokens.skip();
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
    this.tokens.takeFor(node);
    this.tokens.skip();
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
    this.tokens.takeFor(node);
    this.tokens.skip();
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
    let token = this.tokens.peek();
    while (token.kind === 'block-entry') {
      this.tokens.skipBlockEntry();
      const { kind } = this.tokens.peek();
      const empty =
        kind === 'block-entry' || kind === 'block-end' || (indentless && (kind === 'key' || kind === 'value'));
      node.content.push(empty ? this.emptyScalar(token, 1) : this.node(true, false));
      token = this.tokens.peek();
    }
    if (!indentless) {
      if (token.kind !== 'block-end') throw this.error("did not find expected '-' indicator", token);
      this.tokens.skip();
    }
    node.lineComment = node.footComment = '';
    return node;
  }

  private blockMapping(node: YamlNode): YamlNode {
    const { content } = node;
    for (;;) {
      let token = this.tokens.peek();
      if (token.kind === 'block-end') break;
      if (token.kind !== 'key') throw this.error('did not find expected key', token);
      this.tokens.skip();
      const key = this.blockMappingPart(token);
      // A foot comment met while reading a key stood below the value before it.
      const priorKey = content.at(-2);
      if (key.footComment !== '' && priorKey !== undefined) {
        priorKey.footComment = key.footComment;
        key.footComment = '';
      }
      content.push(key);

      token = this.tokens.peek();
      let value: YamlNode;
      if (token.kind === 'value') {
        this.tokens.skip();
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
    this.tokens.takeForEndOf(node);
    const lastKey = content.at(-2);
    if (node.footComment !== '' && lastKey !== undefined) {
      lastKey.footComment = node.footComment;
      node.footComment = '';
    }
    this.tokens.skip();
    return node;
  }

  private blockMappingPart(indicator: Token): YamlNode {
    const { kind } = this.tokens.peek();
    if (kind === 'key' || kind === 'value' || kind === 'block-end')
      return this.emptyScalar(indicator, indicator.kind === 'value' ? 1 : 0);
    return this.node(true, true);
  }

  private flowSequence(node: YamlNode): YamlNode {
    const opening = this.tokens.peek();
    let token = this.tokens.next();
    for (let first = true; token.kind !== 'flow-sequence-end'; first = false, token = this.tokens.peek()) {
      if (!first) {
        if (token.kind !== 'flow-entry') throw this.error("did not find expected ',' or ']'", opening);
        token = this.tokens.next();
        if (token.kind === 'flow-sequence-end') break;
      }
      node.content.push(token.kind === 'key' ? this.flowPair(token) : this.node(false, false));
    }
    this.tokens.takeForEndOf(node);
    this.tokens.skip();
    return node;
  }

  /** A single `key: value` in a flow sequence is a mapping of its own. */
  private flowPair(token: Token): YamlNode {
    const pair = new YamlNode('mapping', 'flow', '', '!!map');
    pair.line = token.line + 1;
    pair.column = token.column + 1;
    const ends = (kind: TokenKind): boolean => kind === 'flow-entry' || kind === 'flow-sequence-end';
    let next = this.tokens.next();
    pair.content.push(next.kind === 'value' || ends(next.kind) ? this.emptyScalar(next) : this.node(false, false));
    next = this.tokens.peek();
    if (next.kind === 'value') next = this.tokens.next();
    pair.content.push(ends(next.kind) ? this.emptyScalar(next) : this.node(false, false));
    return pair;
  }

  private flowMapping(node: YamlNode): YamlNode {
    const opening = this.tokens.peek();
    let token = this.tokens.next();
    const ends = (kind: TokenKind): boolean => kind === 'flow-entry' || kind === 'flow-mapping-end';
    for (let first = true; token.kind !== 'flow-mapping-end'; first = false, token = this.tokens.peek()) {
      if (!first) {
        if (token.kind !== 'flow-entry') throw this.error("did not find expected ',' or '}'", opening);
        token = this.tokens.next();
        if (token.kind === 'flow-mapping-end') break;
      }
      if (token.kind !== 'key') {
        node.content.push(this.node(false, false), this.emptyScalar(this.tokens.peek()));
        continue;
      }
      token = this.tokens.next();
      const key = token.kind === 'value' || ends(token.kind) ? this.emptyScalar(token) : this.node(false, false);
      token = this.tokens.peek();
      if (token.kind === 'value') token = this.tokens.next();
      const value = ends(token.kind) ? this.emptyScalar(token) : this.node(false, false);
      node.content.push(key, value);
      if (key.footComment === '' && value.footComment !== '') {
        key.footComment = value.footComment;
        value.footComment = '';
      }
    }
    this.tokens.takeForEndOf(node);
    this.tokens.skip();
    return node;
  }
}

import { getField, isNull, needsQuotes, setField, YamlNode, type YamlNodeStyle } from '@porch/krm';
import { kindMismatch } from './node-kind';

/** Told of every value that a filter sets. */
export type MutationTracker = (mutation: {
  readonly key: string;
  readonly value: string;
  readonly tag: string;
  readonly path: readonly string[];
}) => void;

/** Gives a scalar another value; its style stays. @throws Error for a list or map */
export function setScalar(node: YamlNode, value: string, tag = ''): void {
  if (node.kind !== 'scalar') throw new Error(kindMismatch('', node, 'ScalarNode'));
  node.value = value;
  node.tag = tag;
  node.tagged = false;
}

/** Sets one entry of a map; the value's style stays where there was one. A null stays. @throws Error for a list or scalar */
export function setEntry(node: YamlNode, key: string, value: string): void {
  if (isNull(node)) return;
  if (node.kind !== 'mapping') throw new Error(kindMismatch('', node, 'MappingNode'));
  setField(node, key, YamlNode.string(value));
}

/**
 * Sets one entry in several maps of an object as kustomize does: a value that is there keeps its style, and those that are
 * made take the style of the last one that was there, before them or after.
 */
export class EntrySetter {
  private style: YamlNodeStyle = 'plain';
  private readonly made: YamlNode[] = [];

  constructor(
    private readonly key: string,
    private readonly value: string,
  ) {}

  /** @throws Error for a list or scalar */
  set(map: YamlNode): void {
    if (this.style === 'plain' && needsQuotes(this.value)) this.takeOn('double');
    const present = getField(map, this.key);
    const keepsStyle = present?.kind === 'scalar' && !isNull(present);
    setEntry(map, this.key, this.value);
    const entry = getField(map, this.key);
    if (entry === undefined) return;
    if (keepsStyle) {
      entry.style = present.style;
      this.takeOn(present.style);
    } else {
      entry.style = this.style;
      this.made.push(entry);
    }
  }

  private takeOn(style: YamlNodeStyle): void {
    this.style = style;
    for (const node of this.made) node.style = style;
  }
}

import { type YamlNode } from './yaml-node';

/** One document of a YAML text. */
export class YamlDocument {
  /** The document's node; undefined when the document is empty or holds only comments. */
  root: YamlNode | undefined = undefined;
  /** Comments at the top, separated from the first node by an empty line. */
  headComment = '';
  /** Comments at the end, separated from the last node by an empty line. */
  footComment = '';
  /** The text the document was read from, for keeping an untouched one byte for byte; empty for one made by a program. */
  source = '';

  constructor(root?: YamlNode) {
    this.root = root;
  }
}

import { YamlDocument } from './yaml-document';
import { type YamlNode } from './yaml-node';
import { type SequenceIndent, YamlPrinter } from './yaml-printer';

export { type SequenceIndent } from './yaml-printer';

export interface PrintYamlOptions {
  /** kyaml's default is `compact`. */
  sequenceIndent?: SequenceIndent;
}

/**
 * Prints documents, or one node, as YAML. Several documents are separated by `---` lines.
 *
 * The layout is kyaml's (its fork of go-yaml v3): indentation of two, one space before a comment, no empty lines but those
 * that separate comments, no folding of long lines, flow collections on one line.
 */
export function printYaml(
  input: YamlNode | YamlDocument | readonly YamlDocument[],
  options: PrintYamlOptions = {},
): string {
  const printer = new YamlPrinter(options.sequenceIndent ?? 'compact');
  const documents = isList(input) ? input : ['root' in input ? input : new YamlDocument(input)];
  for (const document of documents) printer.document(document);
  return printer.take();
}

function isList(input: YamlNode | YamlDocument | readonly YamlDocument[]): input is readonly YamlDocument[] {
  return Array.isArray(input);
}

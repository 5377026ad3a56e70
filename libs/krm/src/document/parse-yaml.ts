import { YamlComposer } from './yaml-composer';
import { type YamlDocument } from './yaml-document';
import { YamlSyntaxError } from './yaml-syntax-error';

export interface ParseYamlOptions {
  /** The file the text is from, for error messages. */
  file?: string;
}

/**
 * Parses YAML into documents of nodes that keep comments, spelling, quoting and order.
 *
 * Comments are attached as kyaml (go-yaml v3) attaches them. Nothing is evaluated: aliases stay aliases, numbers keep
 * their spelling, duplicate keys stay as they are.
 *
 * @throws YamlSyntaxError with file, line and column.
 */
export function parseYaml(text: string, options: ParseYamlOptions = {}): YamlDocument[] {
  const documents: YamlDocument[] = [];
  try {
    const composer = new YamlComposer(text);
    for (let first = true; ; first = false) {
      const document = composer.composeDocument(first);
      if (document === undefined) break;
      if (documents.length === 0) document.source = text;
      documents.push(document);
    }
  } catch (error) {
    if (error instanceof YamlSyntaxError && options.file !== undefined) throw error.within(options.file, 0);
    throw error;
  }
  return documents;
}

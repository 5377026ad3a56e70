import { readFile } from 'node:fs/promises';
import { type KubernetesObject } from '@porch/api';
import { evaluatePath } from '../json-path/evaluate-path';
import { parseJsonPathTemplate, renderJsonPath } from '../json-path/json-path-template';
import { parsePathExpression } from '../json-path/parse-json-path';
import { alignRow, columnWidths } from './align-columns';
import { type CustomColumn, customColumnCells, parseCustomColumns, parseCustomColumnsFile } from './custom-columns';
import { type OutputFormat } from './output-format';
import { jsonText, yamlText } from './structured-text';

/** Prints objects one batch at a time, as watches bring them; text that belongs together stays aligned. */
export type ObjectPrinter = (objects: readonly KubernetesObject[]) => string;

export interface ObjectPrinterOptions {
  format: Exclude<OutputFormat, { kind: 'table' }>;
  headers: boolean;
  showManagedFields: boolean;
}

/** @throws PorchError BadRequest for a template that cannot be parsed */
export async function createObjectPrinter(options: ObjectPrinterOptions): Promise<ObjectPrinter> {
  const { format, headers } = options;
  const shown = (object: KubernetesObject) => (options.showManagedFields ? object : withoutManagedFields(object));
  switch (format.kind) {
    case 'json':
      return (objects) => objects.map((object) => jsonText(shown(object))).join('');
    case 'yaml':
      return documents((object) => yamlText(shown(object)));
    case 'name':
      return (objects) => objects.map((object) => `${resourceName(object)}\n`).join('');
    case 'jsonpath':
      return jsonPathPrinter(format.template);
    case 'jsonpath-file':
      return jsonPathPrinter(await readFile(format.file, 'utf8'));
    case 'jsonpath-as-json': {
      const path = parsePathExpression(format.template.replace(/^\{(.*)\}$/s, '$1'));
      return (objects) => objects.map((object) => jsonText(evaluatePath(path, object, object))).join('');
    }
    case 'custom-columns':
      return columnsPrinter(parseCustomColumns(format.spec), headers);
    case 'custom-columns-file':
      return columnsPrinter(parseCustomColumnsFile(await readFile(format.file, 'utf8')), headers);
  }
}

function jsonPathPrinter(template: string): ObjectPrinter {
  const nodes = parseJsonPathTemplate(template);
  return (objects) => objects.map((object) => renderJsonPath(nodes, object)).join('');
}

/** YAML documents after the first are each preceded by a separator. */
function documents(print: (object: KubernetesObject) => string): ObjectPrinter {
  let printed = false;
  return (objects) =>
    objects
      .map((object) => {
        const text = `${printed ? '---\n' : ''}${print(object)}`;
        printed = true;
        return text;
      })
      .join('');
}

function columnsPrinter(columns: readonly CustomColumn[], headers: boolean): ObjectPrinter {
  let widths: number[] = [];
  let headed = !headers;
  return (objects) => {
    if (objects.length === 0) return '';
    const rows = objects.map((object) => customColumnCells(columns, object));
    if (!headed) rows.unshift(columns.map(({ header }) => header));
    headed = true;
    widths = columnWidths(rows, widths);
    return rows.map((row) => `${alignRow(row, widths)}\n`).join('');
  };
}

/** `repository.config.porch.kpt.dev/blueprints`, as kubectl's `-o name`. */
function resourceName(object: KubernetesObject): string {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : `.${object.apiVersion.slice(0, slash)}`;
  return `${object.kind.toLowerCase()}${group}/${object.metadata.name ?? ''}`;
}

function withoutManagedFields(object: KubernetesObject): KubernetesObject {
  if (object.metadata?.managedFields === undefined) return object;
  const metadata = { ...object.metadata };
  delete metadata.managedFields;
  return { ...object, metadata };
}

import { badRequest } from '@porch/api';

/** What `-o` asks for. */
export type OutputFormat =
  | { kind: 'table'; wide: boolean }
  | { kind: 'json' }
  | { kind: 'yaml' }
  | { kind: 'name' }
  | { kind: 'jsonpath'; template: string }
  | { kind: 'jsonpath-as-json'; template: string }
  | { kind: 'jsonpath-file'; file: string }
  | { kind: 'custom-columns'; spec: string }
  | { kind: 'custom-columns-file'; file: string };

export const OUTPUT_FORMATS =
  'custom-columns, custom-columns-file, json, jsonpath, jsonpath-as-json, jsonpath-file, name, wide, yaml';

/**
 * Parses `-o`'s value, `--template` giving the template where the format names none.
 * @throws PorchError BadRequest with kubectl's text for a format that there is not
 */
export function parseOutputFormat(value: string | undefined, template: string | undefined): OutputFormat {
  if (value === undefined || value === '') return { kind: 'table', wide: false };
  const equals = value.indexOf('=');
  const format = equals < 0 ? value : value.slice(0, equals);
  const argument = equals < 0 ? (template ?? '') : value.slice(equals + 1);
  switch (format) {
    case 'wide':
      return { kind: 'table', wide: true };
    case 'json':
    case 'yaml':
    case 'name':
      return { kind: format };
    case 'jsonpath':
    case 'jsonpath-as-json':
      if (argument === '') throw badRequest('template format specified but no template given');
      return { kind: format, template: argument };
    case 'jsonpath-file':
    case 'custom-columns-file':
      if (argument === '') throw badRequest(`${format} format specified but no file given`);
      return { kind: format, file: argument };
    case 'custom-columns':
      return { kind: format, spec: argument };
    case 'go-template':
    case 'go-template-file':
    case 'template':
    case 'templatefile':
      throw badRequest(`output format ${format} is not supported by porchctl; use jsonpath or custom-columns`);
    default:
      throw badRequest(
        `unable to match a printer suitable for the output format "${value}", allowed formats are: ${OUTPUT_FORMATS}`,
      );
  }
}

/** Whether the server's table is asked for, instead of the objects themselves. */
export function wantsTable(format: OutputFormat): format is Extract<OutputFormat, { kind: 'table' }> {
  return format.kind === 'table';
}

import { defineModule } from '../builtins/define-module';
import { anyValue, bool, int, text, unpackNamed } from '../builtins/unpack-arguments';
import { elementsOf, isIterable } from '../runtime/iterate';
import { StarlarkError } from '../runtime/starlark-error';
import { textOf } from '../values/repr-writer';
import { StarlarkList } from '../values/starlark-list';
import type { Value } from '../values/value';
import { readCsv } from './read-csv';

function separator(comma: string): string {
  if (comma.length > 1) throw new StarlarkError('expected comma param to be a single-character string');
  return comma === '' ? ',' : comma;
}

function rowElements(row: Value, index: number, budget: Parameters<typeof elementsOf>[1]): readonly Value[] {
  if (!isIterable(row)) throw new StarlarkError(`row ${index} is not an array type`);
  return elementsOf(row, budget);
}

function quoteField(field: string, comma: string): string {
  const needsQuotes = field === '\\.' || /["\r\n]|^\s/.test(field) || field.includes(comma);
  return needsQuotes ? `"${field.replaceAll('"', '""')}"` : field;
}

/** `csv`: `read_all` and `write_all`. */
export const csvModule = defineModule('csv', {
  read_all: (args, { budget }) => {
    const names = ['source', 'comma?', 'comment', 'lazy_quotes', 'trim_leading_space', 'fields_per_record', 'skip'];
    const types = [text, text, text, bool, bool, int, int] as const;
    const [source = '', comma = '', comment = '', lazyQuotes = false, trimLeadingSpace = false, fields = 0, skip = 0] =
      unpackNamed('read_all', args, names, types);
    if (comment.length > 1) throw new StarlarkError('expected comment param to be a single-character string');
    budget.allocate(source.length * 4);
    budget.work(source.length);
    const options = { comma: separator(comma), comment, lazyQuotes, trimLeadingSpace, fieldsPerRecord: fields, skip };
    return new StarlarkList(readCsv(source, options).map((row) => new StarlarkList(row)));
  },
  write_all: (args, { budget }) => {
    const [source = null, comma = ''] = unpackNamed('write_all', args, ['source', 'comma?'], [anyValue, text]);
    if (!isIterable(source)) throw new StarlarkError('expected value to be an array type');
    const delimiter = separator(comma);
    const lines = elementsOf(source, budget).map((row, index) =>
      rowElements(row, index, budget)
        .map((field) => quoteField(textOf(field, budget), delimiter))
        .join(delimiter),
    );
    const written = lines.map((line) => `${line}\n`).join('');
    budget.allocate(written.length);
    return written;
  },
});

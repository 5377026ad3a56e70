import { StarlarkError } from '../runtime/starlark-error';

export interface CsvOptions {
  readonly comma: string;
  /** Lines that start with it are left out; empty for none. */
  readonly comment: string;
  /** A quote may stand anywhere. */
  readonly lazyQuotes: boolean;
  readonly trimLeadingSpace: boolean;
  /** 0: as many as the first record has; negative: any number. */
  readonly fieldsPerRecord: number;
  /** Records to leave out at the start. */
  readonly skip: number;
}

/** Reads comma-separated values as RFC 4180 has them; empty lines count for nothing. */
export function readCsv(source: string, options: CsvOptions): string[][] {
  const reader = new CsvReader(source.replace(/\r\n?/g, '\n'), options);
  const records = reader.records().slice(Math.max(0, options.skip));
  const wanted = options.fieldsPerRecord > 0 ? options.fieldsPerRecord : (records[0]?.fields.length ?? 0);
  for (const { fields, line } of options.fieldsPerRecord < 0 ? [] : records) {
    if (fields.length !== wanted) throw new StarlarkError(`record on line ${line}: wrong number of fields`);
  }
  return records.map(({ fields }) => fields);
}

class CsvReader {
  private at = 0;
  private line = 1;

  constructor(
    private readonly source: string,
    private readonly options: CsvOptions,
  ) {}

  records(): { fields: string[]; line: number }[] {
    const records: { fields: string[]; line: number }[] = [];
    while (this.at < this.source.length) {
      const { line } = this;
      const { comment } = this.options;
      if (this.source[this.at] === '\n' || (comment !== '' && this.source.startsWith(comment, this.at)))
        this.restOfLine();
      else records.push({ fields: this.record(), line });
    }
    return records;
  }

  private restOfLine(): string {
    const end = this.source.indexOf('\n', this.at);
    const text = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at += text.length + 1;
    this.line++;
    return text;
  }

  private record(): string[] {
    const fields: string[] = [];
    for (;;) {
      if (this.options.trimLeadingSpace) while (/[^\S\n]/.test(this.source[this.at] ?? '')) this.at++;
      fields.push(this.source[this.at] === '"' ? this.quotedField() : this.plainField());
      if (this.source.startsWith(this.options.comma, this.at)) {
        this.at += this.options.comma.length;
        continue;
      }
      this.at++;
      this.line++;
      return fields;
    }
  }

  private plainField(): string {
    const start = this.at;
    while (
      this.at < this.source.length &&
      this.source[this.at] !== '\n' &&
      !this.source.startsWith(this.options.comma, this.at)
    ) {
      if (this.source[this.at] === '"' && !this.options.lazyQuotes) throw this.failure('bare " in non-quoted-field');
      this.at++;
    }
    return this.source.slice(start, this.at);
  }

  private quotedField(): string {
    let field = '';
    for (this.at++; this.at < this.source.length; this.at++) {
      const character = this.source.charAt(this.at);
      if (character !== '"') {
        if (character === '\n') this.line++;
        field += character;
      } else if (this.source[this.at + 1] === '"') {
        field += '"';
        this.at++;
      } else if (this.endsField(this.at + 1)) {
        this.at++;
        return field;
      } else if (this.options.lazyQuotes) field += '"';
      else throw this.failure('extraneous or missing " in quoted-field');
    }
    if (!this.options.lazyQuotes) throw this.failure('extraneous or missing " in quoted-field');
    return field;
  }

  private endsField(at: number): boolean {
    return at >= this.source.length || this.source[at] === '\n' || this.source.startsWith(this.options.comma, at);
  }

  private failure(message: string): StarlarkError {
    return new StarlarkError(`parse error on line ${this.line}: ${message}`);
  }
}

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { serverBundle } from './paths';

/** A migration such as a later version may bring: it adds and takes nothing away. */
const MIGRATION = `async (transaction) => {
  await transaction.schema.alterTable('objects').addColumn('written_by', 'text').execute();
  await transaction.schema.createIndex('objects_by_uid').on('objects').column('uid').execute();
}`;

/** The server's bundle as a version that has one migration more. */
export class NextVersion {
  readonly #folder = mkdtempSync(join(tmpdir(), 'porch-next-'));
  readonly serverBundle = join(this.#folder, basename(serverBundle));

  constructor() {
    cpSync(dirname(serverBundle), this.#folder, { recursive: true });
    const program = readFileSync(serverBundle, 'utf8');
    const next = program.replace(/(MIGRATIONS\w* = \[[^\]]+)\]/, `$1, ${MIGRATION}]`);
    if (next === program) throw new Error('the bundle has no list of migrations where one more could be added');
    writeFileSync(this.serverBundle, next);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

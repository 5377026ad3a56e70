import { existsSync } from 'node:fs';

export { type PostgresServer, startPostgres } from '@porch/store/testing';

/** `describe` where PostgreSQL is installed; elsewhere the tests are skipped by name. */
export function describeWithPostgres(name: string, body: () => void): void {
  if (existsSync('/usr/lib/postgresql')) describe(name, body);
  else describe.skip(`${name} [needs PostgreSQL]`, body);
}

import { existsSync } from 'node:fs';
import { conformance } from './paths';
import { hasProgram } from './run-program';

/** Something that not every machine has. */
export interface Need {
  readonly name: string;
  readonly isMet: boolean;
}

/** The conformance material beside the repository. */
export const CONFORMANCE: Need = { name: conformance, isMet: existsSync(conformance) };
export const POSTGRESQL: Need = { name: 'PostgreSQL', isMet: existsSync('/usr/lib/postgresql') };
export const DEV_FULL: Need = { name: '/dev/full', isMet: existsSync('/dev/full') };

export function program(name: string): Need {
  return { name, isMet: hasProgram(name) };
}

/** `describe` where all needs are met; elsewhere the tests are skipped by the name of the first that is not. */
export function describeNeeding(needs: readonly Need[], name: string, body: () => void): void {
  const missing = needs.find(({ isMet }) => !isMet);
  if (missing === undefined) describe(name, body);
  else describe.skip(`${name} [needs ${missing.name}]`, body);
}

import { spawnSync } from 'node:child_process';

const privileges = '-dac_override,-dac_read_search';
const without = ['setpriv', `--bounding-set=${privileges}`, `--inh-caps=${privileges}`];

/** What a program is started with so that permissions of files hold for it: root is above them otherwise. */
export const boundByPermissions: readonly string[] = process.getuid?.() === 0 ? without : [];

const [command = 'true', ...args] = [...boundByPermissions, 'true'];
const works = spawnSync(command, args).status === 0;

/** `describe` where the privileges of root can be laid down; elsewhere the tests are skipped by name. */
export function describeBoundByPermissions(name: string, body: () => void): void {
  if (works) describe(name, body);
  else describe.skip(`${name} [needs setpriv]`, body);
}

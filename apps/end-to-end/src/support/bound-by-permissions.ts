import { spawnSync } from 'node:child_process';
import { type Need } from './describe-needing';

const privileges = '-dac_override,-dac_read_search';
const without = ['setpriv', `--bounding-set=${privileges}`, `--inh-caps=${privileges}`];

/** What a program is started with so that permissions of files hold for it: root is above them otherwise. */
export const boundByPermissions: readonly string[] = process.getuid?.() === 0 ? without : [];

const [command = 'true', ...args] = [...boundByPermissions, 'true'];

/** That the privileges of root can be laid down. */
export const PERMISSIONS: Need = { name: 'setpriv', isMet: spawnSync(command, args).status === 0 };

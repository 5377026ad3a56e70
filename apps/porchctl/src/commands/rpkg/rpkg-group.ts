import { type Command } from 'commander';
import { type Session } from '../../session/session';
import { checkApiVersion } from '../api-version';
import { commandGroup } from '../porch-command';
import { approveCommand } from './approve';
import { cloneCommand } from './clone';
import { copyCommand } from './copy';
import { delCommand } from './del';
import { diffCommand } from './diff';
import { editCommand } from './edit';
import { getRevisionsCommand } from './get';
import { historyCommand } from './history';
import { initCommand } from './init';
import { proposeCommand } from './propose';
import { proposeDeleteCommand } from './propose-delete';
import { pullCommand } from './pull';
import { pushCommand } from './push';
import { rejectCommand } from './reject';
import { renderCommand } from './render';
import { upgradeCommand } from './upgrade';

export function rpkgGroup(session: Session): Command {
  return commandGroup('rpkg', 'Manage packages.', [
    initCommand(session),
    cloneCommand(session),
    copyCommand(session),
    getRevisionsCommand(session),
    pullCommand(session),
    pushCommand(session),
    proposeCommand(session),
    approveCommand(session),
    rejectCommand(session),
    proposeDeleteCommand(session),
    delCommand(session),
    upgradeCommand(session),
    editCommand(session),
    renderCommand(session),
    diffCommand(session),
    historyCommand(session),
  ])
    .option('--api-version <VERSION>', 'version of the PackageRevision API; v1alpha1 is served', undefined)
    .hook('preAction', (group) => checkApiVersion(group.opts<{ apiVersion?: string }>().apiVersion, session.io));
}

import { repositories } from '@porch/client';
import { type Command } from 'commander';
import { type Session } from '../../session/session';
import { addGetOptions, type GetOptions } from '../get-options';
import { porchCommand } from '../porch-command';
import { printResources } from '../print-resources';

export function getRepositoriesCommand(session: Session): Command {
  return porchCommand<GetOptions>(
    session,
    { name: 'get', aliases: ['ls', 'list'], usage: '[NAME...]', summary: 'List registered repositories.' },
    addGetOptions,
    (context, options) => printResources(context, repositories, options),
  );
}

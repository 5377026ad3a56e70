import { kubeconfigFiles } from '@porch/client';
import { type Command } from 'commander';
import { type CommandIo } from '../../session/command-io';
import { QuietExit } from '../../session/command-error';
import { messageOf } from '../../session/report-error';
import { withProgress } from '../../session/progress';
import { type Session } from '../../session/session';
import { jsonText } from '../../printing/structured-text';
import { type CommandContext, porchCommand } from '../porch-command';
import { failed, type Finding, ok } from './check';
import { checkFunctions } from './check-functions';
import { checkRepositories } from './check-repositories';
import { checkServer } from './check-server';

interface DoctorOptions {
  output?: string;
}

export function doctorCommand(session: Session): Command {
  return porchCommand<DoctorOptions>(
    session,
    {
      name: 'doctor',
      usage: '',
      summary: 'Check the connection, repositories, credentials and functions, and say what to do.',
    },
    (command) => command.option('-o, --output <FORMAT>', 'json, for programs'),
    doctor,
  );
}

async function doctor(context: CommandContext, options: DoctorOptions): Promise<void> {
  const findings = await withProgress(context.io, 'checking', () => examine(context));
  context.io.out(options.output === 'json' ? jsonText(findings) : findings.map(lineOf(context.io)).join(''));
  if (findings.some(({ outcome }) => outcome === 'failed')) throw new QuietExit(1);
}

async function examine(context: CommandContext): Promise<Finding[]> {
  const files = context.kubeconfig ?? kubeconfigFiles({ env: context.io.env }).join(', ');
  let client;
  try {
    client = await context.client();
  } catch (error) {
    const advice = `correct the kubeconfig (${files}), or name another with --kubeconfig or KUBECONFIG`;
    return [failed('kubeconfig', messageOf(error), advice)];
  }
  const signal = () => context.signal();
  const server = await checkServer(client, signal);
  const connected = [ok('kubeconfig', `namespace "${client.namespace}" of ${client.server}`), ...server];
  if (server.some(({ outcome }) => outcome === 'failed')) return connected;
  return [...connected, ...(await checkRepositories(client, signal)), ...(await checkFunctions(client, signal))];
}

const MARKS = { ok: 'ok  ', warning: 'warn', failed: 'FAIL' } as const;
const COLOURS = { ok: '\x1b[32m', warning: '\x1b[33m', failed: '\x1b[31m' } as const;

function lineOf(io: CommandIo): (finding: Finding) => string {
  const colour = io.stdoutIsTerminal && !io.env['NO_COLOR'];
  return ({ outcome, what, found, advice }) => {
    const mark = colour ? `${COLOURS[outcome]}${MARKS[outcome]}\x1b[0m` : MARKS[outcome];
    return `${mark} ${what}: ${found}\n${advice ? `       -> ${advice}\n` : ''}`;
  };
}

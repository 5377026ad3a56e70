import { CONFIG_API_VERSION, type RepositoryObject } from '@porch/api';
import { repositories, secrets } from '@porch/client';
import { type Command } from 'commander';
import { CommandError, UsageError } from '../../session/command-error';
import { readAll } from '../../session/command-io';
import { type Session } from '../../session/session';
import { refuseV1alpha2Registration } from '../api-version';
import { type CommandContext, porchCommand } from '../porch-command';
import { authSecret, storeAuthSecret } from './repository-auth-secret';
import { repositoryNameOf } from './repository-name';

interface RegOptions {
  directory: string;
  branch: string;
  createBranch?: boolean;
  name?: string;
  description?: string;
  deployment?: boolean;
  repoBasicUsername?: string;
  repoBasicPassword?: string;
  repoBasicPasswordStdin?: boolean;
  repoWorkloadIdentity?: boolean;
  syncSchedule?: string;
  v1alpha2?: boolean;
}

export function regCommand(session: Session): Command {
  return porchCommand<RegOptions>(
    session,
    { name: 'reg', aliases: ['register'], usage: 'REPOSITORY', summary: 'Register a package repository.' },
    (command) =>
      command
        .option('--directory <DIR>', 'directory within the repository where packages are looked for', '/')
        .option('--branch <BRANCH>', 'branch where finalized packages are committed', 'main')
        .option('--create-branch', 'create the branch when there is none')
        .option('--name <NAME>', "name of the repository; default: the last segment of its address, without '.git'")
        .option('--description <TEXT>', 'brief description of the repository')
        .option('--deployment', 'packages in the repository are deployment-ready')
        .option('--repo-basic-username <NAME>', 'user name for basic authentication to the repository')
        .option('--repo-basic-password <PASSWORD>', 'password for it (visible in the process list)')
        .option('--repo-basic-password-stdin', 'read the password from standard input')
        .option('--repo-workload-identity', 'use workload identity for authentication to the repository')
        .option('--sync-schedule <CRON>', 'cron schedule (five fields) on which the repository is synced')
        .option('--v1alpha2', 'manage the repository by API version v1alpha2 (not served)'),
    register,
  );
}

async function register(context: CommandContext, options: RegOptions): Promise<void> {
  const [address] = context.args;
  if (options.v1alpha2) refuseV1alpha2Registration();
  if (address === undefined) throw new CommandError('repository is required positional argument');
  const password = await passwordOf(context, options);
  const client = await context.client();
  const name = options.name || repositoryNameOf(address);
  const secret = authSecret(name, client.namespace, {
    username: options.repoBasicUsername ?? '',
    password,
    workloadIdentity: options.repoWorkloadIdentity === true,
  });
  const isNew = secret !== undefined && (await storeAuthSecret(client, secret, context.signal()));
  try {
    const repository = repositoryObject(name, client.namespace, address, options, secret?.metadata.name);
    await client.create(repositories, repository, { signal: context.signal() });
  } catch (error) {
    // A registration that failed leaves no credentials behind.
    if (isNew) await client.delete(secrets, { name: secret?.metadata.name ?? '' }).catch(() => undefined);
    throw error;
  }
}

async function passwordOf({ io }: CommandContext, options: RegOptions): Promise<string> {
  if (!options.repoBasicPasswordStdin) return options.repoBasicPassword ?? '';
  if (options.repoBasicPassword !== undefined) {
    throw new UsageError('--repo-basic-password cannot be combined with --repo-basic-password-stdin');
  }
  return (await readAll(io.stdin)).replace(/\r?\n$/, '');
}

function repositoryObject(
  name: string,
  namespace: string,
  address: string,
  options: RegOptions,
  secretName: string | undefined,
): RepositoryObject {
  const secretRef = secretName === undefined ? {} : { secretRef: { name: secretName } };
  const oci = /^oci:\/\/(.*)$/.exec(address)?.[1];
  return {
    apiVersion: CONFIG_API_VERSION,
    kind: 'Repository',
    metadata: { name, namespace },
    spec: {
      ...(options.description ? { description: options.description } : {}),
      ...(options.deployment ? { deployment: true } : {}),
      ...(options.syncSchedule ? { sync: { schedule: options.syncSchedule } } : {}),
      ...(oci === undefined
        ? {
            type: 'git',
            git: {
              repo: address,
              branch: options.branch,
              ...(options.createBranch ? { createBranch: true } : {}),
              directory: options.directory,
              ...secretRef,
            },
          }
        : { type: 'oci', oci: { registry: oci, ...secretRef } }),
    },
  };
}

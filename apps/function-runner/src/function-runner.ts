import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { ServerCredentials } from '@grpc/grpc-js';
import {
  createContainerRuntime,
  createExecutableRuntime,
  createMultiRuntime,
  createThreadedBuiltInRuntime,
  type FunctionRunnerServer,
  loadFunctionModules,
  startFunctionRunnerServer,
} from '@porch/fn-runtime';
import { createCatalogue, createFunctionCatalogue } from '@porch/functions';
import { type FunctionRuntime } from '@porch/repository';
import { RunnerFlagError, type RunnerFlags } from './runner-flags';

/** Starts the gRPC server over the runtimes the flags ask for: binaries first, then built-in functions, then containers. */
export function startFunctionRunner(flags: RunnerFlags): Promise<FunctionRunnerServer> {
  return startFunctionRunnerServer({
    runtime: createMultiRuntime(runtimesOf(flags)),
    address: `${hostText(flags.address)}:${flags.port}`,
    credentials: credentialsOf(flags),
    maxMessageBytes: flags.maxMessageBytes,
    concurrencyPerFunction: flags.concurrencyPerFunction,
    maxWaiting: flags.maxWaiting,
  });
}

/** An address as it stands before a port. */
export function hostText(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

function runtimesOf(flags: RunnerFlags): FunctionRuntime[] {
  const { timeLimitMilliseconds } = flags;
  const runtimes: FunctionRuntime[] = [];
  if (flags.functions !== undefined) {
    runtimes.push(createExecutableRuntime({ directory: flags.functions, timeLimitMilliseconds }));
  }
  const functionModules = flags.functionModules.map((file) => resolve(file));
  const additional = loadFunctionModules(functionModules);
  if (flags.builtIn || additional.length > 0) {
    const catalogue = flags.builtIn
      ? createFunctionCatalogue({ additional })
      : createCatalogue({ functions: additional });
    const deadlineMilliseconds = timeLimitMilliseconds;
    runtimes.push(createThreadedBuiltInRuntime({ catalogue, functionModules, deadlineMilliseconds }));
  }
  if (flags.containerRuntime !== undefined) {
    runtimes.push(
      createContainerRuntime({
        command: flags.containerRuntime,
        env: process.env,
        allowNetwork: flags.allowNetwork,
        requireDigest: flags.requireDigest,
        timeLimitMilliseconds,
      }),
    );
  }
  return runtimes;
}

/** @throws RunnerFlagError naming the flags whose files cannot be used */
function credentialsOf({ tls }: RunnerFlags): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const cert = checked('tls-cert-file', tls.certFile, (pem) => new X509Certificate(pem));
  const key = checked('tls-key-file', tls.keyFile, (pem) => createSecureContext({ key: pem, cert }));
  const { clientCaFile } = tls;
  const clientCa =
    clientCaFile === undefined ? null : checked('tls-client-ca-file', clientCaFile, (pem) => new X509Certificate(pem));
  return ServerCredentials.createSsl(clientCa, [{ private_key: key, cert_chain: cert }], clientCa !== null);
}

function checked(flag: string, file: string, use: (content: Buffer) => unknown): Buffer {
  try {
    const content = readFileSync(file);
    use(content);
    return content;
  } catch (error) {
    throw new RunnerFlagError(`--${flag} ${file} cannot be used: ${(error as Error).message}`);
  }
}

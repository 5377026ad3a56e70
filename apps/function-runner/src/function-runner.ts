import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
import { type RunnerFlags } from './runner-flags';

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

function credentialsOf({ tls }: RunnerFlags): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const clientCa = tls.clientCaFile === undefined ? null : readFileSync(tls.clientCaFile);
  const pair = { private_key: readFileSync(tls.keyFile), cert_chain: readFileSync(tls.certFile) };
  return ServerCredentials.createSsl(clientCa, [pair], clientCa !== null);
}

import { join, resolve } from 'node:path';

export const workspaceRoot = resolve(__dirname, '../../../..');
export const serverBundle = join(workspaceRoot, 'dist/apps/server/porch-server.js');
export const porchctlBundle = join(workspaceRoot, 'dist/apps/porchctl/porchctl.js');
export const functionRunnerBundle = join(workspaceRoot, 'dist/apps/function-runner/function-runner.js');

/** The conformance material beside the repository; tests that need it are skipped by name where there is none. */
export const conformance = process.env['PORCH_CONFORMANCE'] ?? resolve(workspaceRoot, '../shared/conformance');

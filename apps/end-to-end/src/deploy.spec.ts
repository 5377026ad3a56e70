import { load, loadAll } from 'js-yaml';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeNeeding, program } from './support/describe-needing';
import { functionRunnerBundle, porchctlBundle, serverBundle, workspaceRoot } from './support/paths';
import { runProgram, succeed } from './support/run-program';
import { PorchServer } from './support/porch-server';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly [probe: string]: unknown;
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>> & { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly [Container]; readonly volumes: readonly { name: string }[] };
    };
  };
}
interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const folder = join(workspaceRoot, 'deploy');
const kubernetes = join(folder, 'kubernetes');
const manifests = readdirSync(kubernetes)
  .filter((file) => file !== 'kustomization.yaml')
  .flatMap((file) => loadAll(readFileSync(join(kubernetes, file), 'utf8')) as Manifest[]);
const compose = load(readFileSync(join(folder, 'compose.yaml'), 'utf8')) as ComposeFile;
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const programs: Readonly<Record<string, string>> = {
  'porch-server:latest': serverBundle,
  'porch-function-runner:latest': functionRunnerBundle,
};

/** `--flag=value` as a pair; the flags of a container, or of a service of the compose file. */
const flagsOf = (args: readonly string[]) =>
  new Map(args.map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] as const));
const portFlag = (args: readonly string[]) => Number(flagsOf(args).get('--secure-port') ?? flagsOf(args).get('--port'));

describe('the Kubernetes manifests', () => {
  it('are valid', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'porch-deploy-'));
    const all = manifests.map((manifest) => JSON.stringify(manifest)).join('\n---\n');
    const check = async (name: string, text: string) => {
      mkdirSync(join(copy, name));
      writeFileSync(join(copy, name, 'all.yaml'), text);
      const args = [porchctlBundle, 'fn', 'eval', join(copy, name), '--image', 'kubeconform', '--', 'strict=true'];
      return (await runProgram(process.execPath, args)).status;
    };
    expect(await check('right', all)).toBe(0);
    expect(await check('wrong', all.replace('"replicas":2', '"replicas":"two"'))).not.toBe(0);
    rmSync(copy, { recursive: true });
  });

  it('are all named by the kustomization, in one namespace', () => {
    const { namespace, resources } = load(readFileSync(join(kubernetes, 'kustomization.yaml'), 'utf8')) as {
      namespace: string;
      resources: string[];
    };
    expect([...resources, 'kustomization.yaml'].sort()).toEqual(readdirSync(kubernetes).sort());
    for (const { kind, metadata } of manifests) {
      expect(kind === 'Namespace' ? metadata.name : metadata.namespace).toBe(namespace);
    }
  });

  it.each(ofKind('Deployment').map((manifest) => [manifest.metadata.name, manifest] as const))(
    '%s: ports, mounts and selectors fit together',
    (name, { spec }) => {
      const [container] = spec.template.spec.containers;
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels ?? {});
      const service = ofKind('Service').find(({ metadata }) => metadata.name === name);
      expect(spec.template.metadata.labels).toMatchObject(service?.spec.selector ?? { missing: 'service' });
      expect(container.ports.map((port) => port.containerPort)).toEqual([portFlag(container.args)]);
      expect(service?.spec.ports.map(({ targetPort }) => targetPort)).toEqual(container.ports.map((port) => port.name));
      const volumes = spec.template.spec.volumes.map((volume) => volume.name);
      expect(container.volumeMounts.map((mount) => mount.name).sort()).toEqual(volumes.sort());
      const files = [...flagsOf(container.args)].filter(([flag]) => /-(file|dir)$/.test(flag)).map(([, path]) => path);
      for (const file of files) {
        expect(container.volumeMounts.some(({ mountPath }) => `${file}/`.startsWith(`${mountPath}/`))).toBe(true);
      }
    },
  );
});

describe('the compose file', () => {
  it('names secrets and services that it has, and ports that are served', () => {
    for (const { command = [], ports = [], secrets = [], depends_on = {} } of Object.values(compose.services)) {
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const service of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(service);
      for (const port of ports) expect(Number(port.split(':').at(-1))).toBe(portFlag(command));
      for (const path of flagsOf(command).values()) {
        if (path.startsWith('/run/secrets/')) expect(secrets).toContain(path.slice('/run/secrets/'.length));
      }
    }
  });
});

describe('what containers are started with', () => {
  const deployed = [
    ...ofKind('Deployment').map(({ spec }) => spec.template.spec.containers[0]),
    ...Object.values(compose.services).flatMap(({ image, command }) => (command ? [{ image, args: command }] : [])),
  ];

  it('are flags that the programs have', async () => {
    expect(deployed).toHaveLength(5);
    for (const { image, args } of deployed) {
      const help = await succeed(process.execPath, [programs[image] ?? '', '--help']);
      for (const flag of flagsOf(args).keys()) expect(help).toMatch(new RegExp(`${flag}[ ,]`));
    }
  });

  it('names a function runner that is there, at its port', () => {
    const services = ofKind('Service').map(({ metadata, spec }) => `${metadata.name}:${spec.ports[0]?.port}`);
    const composed = Object.entries(compose.services).map(([name, { command = [] }]) => `${name}:${portFlag(command)}`);
    const named = deployed.flatMap(({ args }) => flagsOf(args).get('--function-runner') ?? []);
    expect(named).toHaveLength(3);
    for (const address of named) expect([...services, ...composed]).toContain(address);
  });

  describeNeeding([program('openssl')], 'with the Secrets that the instructions make', () => {
    it('start a server that the shared token opens', async () => {
      const secrets = mkdtempSync(join(tmpdir(), 'porch-secrets-'));
      const instructions = readFileSync(join(folder, 'README.md'), 'utf8');
      const script = /```sh\n(# Secrets\n[^`]+)```/.exec(instructions)?.[1] ?? '';
      execFileSync('sh', ['-euc', script], { cwd: secrets, stdio: 'ignore' });
      const server = ofKind('Deployment').find(({ metadata }) => metadata.name === 'porch-server');
      const args = [...flagsOf(server?.spec.template.spec.containers[0].args ?? [])]
        .filter(([flag]) => !['--data-dir', '--secure-port', '--bind-address'].includes(flag))
        .map(([flag, value]) => `${flag}=${value.replace(/^\/etc\/porch\/\w+/, join(secrets, 'secrets'))}`);
      const running = await PorchServer.start({ flags: args });
      const token = readFileSync(join(secrets, 'secrets/tokens.csv'), 'utf8').split(',')[0] ?? '';
      const connection = ['--server', running.url, '--token', token, '--certificate-authority'];
      const authority = join(secrets, 'secrets/ca.crt');
      const result = await running.porchctl(
        ['repo', 'get', ...connection, authority, '--tls-server-name', 'localhost'],
        {
          env: { KUBECONFIG: '/dev/null' },
        },
      );
      expect(result).toMatchObject({ status: 0, stdout: expect.stringContaining('playground') as string });
      await running.remove();
      rmSync(secrets, { recursive: true });
    });
  });
});

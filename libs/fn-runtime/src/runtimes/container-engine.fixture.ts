import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Debian's busybox-static: a whole user land that needs no libraries. */
const BUSYBOX = '/bin/busybox';

/** A container engine with a store of its own, and images whose entry point is a shell script. */
export interface ContainerEngine {
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes an image and gives its name. */
  image(name: string, script: string): string;
  /** The names of the containers that run, or that `podman ps` lists with other flags. */
  containers(...flags: readonly string[]): string[];
  remove(): void;
}

/**
 * Podman, where it and busybox-static are installed and containers run with them; undefined elsewhere. Sandboxes of CI
 * forbid some of what it does by default, so that its configuration asks for less.
 */
export function findContainerEngine(): ContainerEngine | undefined {
  if (process.getuid?.() !== 0 || !existsSync(BUSYBOX)) return undefined;
  if (spawnSync('podman', ['--version']).status !== 0) return undefined;
  const engine = createEngine(mkdtempSync(join(tmpdir(), 'container-engine-')));
  try {
    const probe = ['run', '--rm', '--network=none', engine.image('probe', 'true')];
    if (spawnSync(engine.command, probe, { env: engine.env, timeout: 60_000 }).status === 0) return engine;
  } catch {
    // Not even an image can be made here.
  }
  engine.remove();
  return undefined;
}

function createEngine(folder: string): ContainerEngine {
  const files = {
    'containers.conf': `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
${existsSync('/usr/sbin/runc') || existsSync('/usr/bin/runc') ? 'runtime = "runc"' : ''}
`,
    'storage.conf': `[storage]
driver = "vfs"
graphroot = "${join(folder, 'images')}"
runroot = "${join(folder, 'run')}"
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const tree = join(folder, 'tree');
  for (const directory of ['bin', 'etc']) mkdirSync(join(tree, directory), { recursive: true });
  cpSync(BUSYBOX, join(tree, 'bin/busybox'));
  for (const name of ['sh', 'cat', 'id', 'ls', 'sleep', 'true']) symlinkSync('busybox', join(tree, 'bin', name));
  writeFileSync(join(tree, 'etc/passwd'), 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    CONTAINERS_CONF: join(folder, 'containers.conf'),
    CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
  };
  const podman = (args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync('podman', args, { env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`podman ${args.join(' ')} ended with ${status}: ${stderr}`);
    return stdout;
  };
  const archive = join(folder, 'tree.tar');
  spawnSync('tar', ['-C', tree, '-cf', archive, '.']);
  return {
    command: 'podman',
    env,
    image(name, script) {
      const reference = `localhost/${name}:v1`;
      podman(['import', '-c', `ENTRYPOINT ${JSON.stringify(['/bin/sh', '-c', script])}`, archive, reference]);
      return reference;
    },
    containers: (...flags) =>
      podman(['ps', '--format', '{{.Names}}', ...flags])
        .split('\n')
        .filter(Boolean),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

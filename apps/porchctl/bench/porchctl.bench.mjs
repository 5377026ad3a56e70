// How long people wait for the command line itself, next to node doing nothing.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { summarize } from '../../../tools/bench/measuring.mjs';

export async function run({ quick = false, root }) {
  const porchctl = join(root, 'dist/apps/porchctl/porchctl.js');
  const time = (args) => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}`);
    return performance.now() - began;
  };
  const nothing = [];
  const version = [];
  // Alternating, so that a busy machine is busy for both.
  for (let at = 0; at < (quick ? 5 : 31); at += 1) {
    nothing.push(time(['-e', '0']));
    version.push(time([porchctl, '--version']));
  }
  const median = (values) => summarize(values).value;
  const ratio = median(version) / median(nothing);
  return [
    { name: 'porchctl.version.ratio', unit: 'ratio', value: ratio, spread: 0, want: 1.5, peer: median(nothing), ratio },
  ];
}

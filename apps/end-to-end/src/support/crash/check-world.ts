import { type PackageRevisionObject } from '@porch/api';
import { setTimeout as delay } from 'node:timers/promises';
import { succeed } from '../run-program';
import { type CrashWorld, PROBE, REPOSITORIES } from './crash-world';
import { listedRevisions, readGitTruth } from './git-truth';
import { type WriteLedger } from './write-ledger';

/** What can be seen of one server: its answers, a watch that lasts, and the repositories behind it. */
export type SeenWorld = Pick<CrashWorld, 'api' | 'watch' | 'directory' | 'drafts'>;

/** Compares what the server shows with what it had acknowledged; what is wrong, if anything. */
export async function checkAcknowledged({ api }: SeenWorld, ledger: WriteLedger): Promise<string[]> {
  const shown = (await api.list()).filter(isOurs);
  const noteOf = async (name: string) => (await api.files(name))['note.txt'];
  return [...(await ledger.reconcile(shown, noteOf)), ...ledger.refusals];
}

/** Compares, once every repository was synchronised, what was acknowledged, git, list, get and the watch. */
export async function compareAll(world: CrashWorld, ledger: WriteLedger): Promise<string[]> {
  await world.untilSynchronised();
  for (const repository of REPOSITORIES) {
    for (const directory of [world.directory(repository), ...world.drafts(repository)]) {
      await succeed('git', ['--git-dir', directory, 'fsck', '--connectivity-only']);
    }
  }
  return [...(await checkAcknowledged(world, ledger)), ...(await checkEverything(world, ledger))];
}

/** Has a server look at each repository: what writes that failed have left in git alone is in the rows then. */
export async function synchronise({ api }: Pick<SeenWorld, 'api'>): Promise<void> {
  for (const repository of REPOSITORIES) await api.synchronised(await api.askForSync(repository));
}

/**
 * Resolves when the list is what git has, which another server may have to tell this one.
 * Rejects when that takes longer than two minutes, with what differs.
 */
export async function untilListedAsInGit(world: SeenWorld): Promise<void> {
  const giveUpAt = Date.now() + 120_000;
  for (;;) {
    const list = await world.api.list();
    const differing: string[] = [];
    for (const repository of REPOSITORIES) {
      const { revisions } = await readGitTruth(world.directory(repository), world.drafts(repository));
      const listed = listedRevisions(list, repository);
      differing.push(...difference(revisions, listed), ...difference(listed, revisions));
    }
    if (differing.length === 0) return;
    if (Date.now() > giveUpAt) throw new Error(`git and the list still differ: ${differing.join('; ')}`);
    await delay(100);
  }
}

/** Compares git with the list, each get with the list, and the watch with both. */
export async function checkEverything(world: SeenWorld, ledger: WriteLedger): Promise<string[]> {
  const list = await world.api.list();
  const problems: string[] = [];
  for (const repository of REPOSITORIES) {
    problems.push(...(await checkGit(world, repository, list, ledger)).map((problem) => `${repository}: ${problem}`));
  }
  for (const listed of list) {
    const read = await world.api.get(listed.metadata.name ?? '');
    if (JSON.stringify(read) !== JSON.stringify(listed)) problems.push(`get ${listed.metadata.name} is not as listed`);
  }
  return [...problems, ...(await checkWatch(world, list, ledger))];
}

async function checkGit(
  world: SeenWorld,
  repository: string,
  list: readonly PackageRevisionObject[],
  ledger: WriteLedger,
): Promise<string[]> {
  const truth = await readGitTruth(world.directory(repository), world.drafts(repository));
  const listed = listedRevisions(list, repository);
  const differing = [...difference(truth.revisions, listed), ...difference(listed, truth.revisions)];
  const repeated = truth.approvals.filter((approval, at) => truth.approvals.indexOf(approval) !== at);
  const halves = truth.approvals.filter(
    (approval) => !truth.tags.includes(approval) && !ledger.deletedNumbers.has(`${repository}/${approval}`),
  );
  return [
    ...differing.map((revision) => `${revision} is only in ${listed.includes(revision) ? 'the list' : 'git'}`),
    ...repeated.map((approval) => `${approval} was given twice`),
    ...halves.map((approval) => `${approval} is on the branch without its tag`),
    ...truth.tagsBesideBranch.map((tag) => `${tag} is tagged and not on the branch`),
  ];
}

async function checkWatch(
  { watch }: SeenWorld,
  list: readonly PackageRevisionObject[],
  ledger: WriteLedger,
): Promise<string[]> {
  const versions = new Map(list.map(({ metadata }) => [metadata.name ?? '', metadata.resourceVersion ?? '']));
  const agrees = () =>
    watch.view.size === versions.size &&
    [...versions].every(([name, resourceVersion]) => watch.view.get(name) === resourceVersion);
  await watch.until(agrees);
  const { events } = watch;
  const seen = new Set(events.map(({ name, resourceVersion }) => `${name} at ${resourceVersion}`));
  const gone = new Set(events.filter(({ type }) => type === 'DELETED').map(({ name }) => name));
  const numbers = events.map(({ resourceVersion }) => Number(resourceVersion));
  const disordered = numbers.filter((number, at) => at > 0 && number <= (numbers[at - 1] ?? 0));
  const written = ledger.acknowledged.map(({ name, resourceVersion }) => `${name} at ${resourceVersion}`);
  return [
    ...difference(written, [...seen]).map((write) => `the watch missed ${write}`),
    ...difference(ledger.deletions, [...gone]).map((name) => `the watch missed that ${name} went`),
    ...disordered.map((number) => `the watch told ${number} after a later one, or twice`),
  ];
}

function isOurs({ spec }: PackageRevisionObject): boolean {
  return spec.revision !== -1 && !spec.packageName?.startsWith(PROBE);
}

function difference(some: readonly string[], others: readonly string[]): string[] {
  return some.filter((one) => !others.includes(one));
}

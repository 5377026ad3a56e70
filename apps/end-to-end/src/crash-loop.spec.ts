import { type Failpoint } from '@porch/repository';
import { setTimeout as delay } from 'node:timers/promises';
import { CONFORMANCE, describeNeeding, POSTGRESQL } from './support/describe-needing';
import { checkAcknowledged, compareAll } from './support/crash/check-world';
import { CrashWorld, REPOSITORIES } from './support/crash/crash-world';
import { RandomNumbers } from './support/crash/random-numbers';
import { RandomWriter } from './support/crash/random-writer';
import { WriteLedger } from './support/crash/write-ledger';
import { startPostgres } from '@porch/store/testing';

/** The long form: this many rounds instead of one of each step. A seed makes the same traffic again. */
const ROUNDS = Number(process.env['PORCH_CRASH_ROUNDS'] ?? 0);
const SEED = Number(process.env['PORCH_CRASH_SEED'] ?? 1);
const LONGEST_TRAFFIC = 10_000;
/** A killed process is gone at once; a busy machine may take its time to say so. */
const LONGEST_END = 60_000;

/** Not reached by this traffic; libs/repository-git dies at them in its own tests. */
type OfGitAlone = 'push.between' | 'upkeep.objects' | 'upkeep.refs';

/** How often a step may be passed before it kills: more often where a start passes it too. */
const FAILPOINTS: Readonly<Record<Exclude<Failpoint, OfGitAlone>, number>> = {
  'objects.before': 8,
  'refs.between': 3,
  'push.after': 6,
  'store.commit': 40,
  'event.before': 12,
  'refs.after': 6,
  'store.after': 40,
  'push.before': 6,
  'objects.after': 8,
  'store.before': 40,
  'refs.before': 6,
  'event.after': 12,
};
const STEPS = Object.entries(FAILPOINTS) as [Failpoint, number][];
/** Where it makes a difference which repository drafts are in. */
const STEPS_IN_GIT = STEPS.filter(([step]) => /^(objects|refs|push)\./.test(step));

/** Each step in turn; before each third one everything is compared, and that server dies at any moment. */
function planOf(all: typeof STEPS, rounds: number, random: RandomNumbers): (string | undefined)[] {
  const steps = Array.from({ length: rounds }, (_, round) => all[round % all.length]!);
  return steps.flatMap(([step, most], round) => {
    const failpoint = `${step}:${1 + random.below(most)}`;
    return round % 3 === 2 ? [undefined, failpoint] : [failpoint];
  });
}

interface CrashLoopOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly flags?: readonly string[];
  readonly steps?: typeof STEPS;
}

/** Crashes again and again; returns what was found wrong. */
async function crashLoop({ env = {}, flags = [], steps = STEPS }: CrashLoopOptions): Promise<string[]> {
  const rounds = ROUNDS || steps.length;
  const random = new RandomNumbers(SEED);
  const ledger = new WriteLedger();
  const writers = REPOSITORIES.flatMap((repository) =>
    ['a', 'b'].map((name) => new RandomWriter(repository, name, ledger, new RandomNumbers(random.below(1e6)))),
  );
  const world = await CrashWorld.start(env, flags);
  try {
    const plan = planOf(steps, rounds, random);
    for (const [round, failpoint] of plan.entries()) {
      const problems = await liveAndDie(world, writers, ledger, failpoint, 100 + random.below(900));
      if (problems.length > 0) return [`after ${plan[round - 1]}, before ${failpoint} (${round})`, ...problems];
    }
    await world.restart();
    return [
      ...(await compareAll(world, ledger)),
      ...(ledger.acknowledged.length < rounds ? [`only ${ledger.acknowledged.length} writes were acknowledged`] : []),
    ];
  } finally {
    await world.remove();
  }
}

/** One life of a server: what is wrong at its beginning, then traffic until it dies at a step or at any moment. */
async function liveAndDie(
  world: CrashWorld,
  writers: readonly RandomWriter[],
  ledger: WriteLedger,
  failpoint: string | undefined,
  milliseconds: number,
): Promise<string[]> {
  await world.server.stop('SIGKILL');
  if (failpoint === undefined) {
    await world.restart();
    const problems = await compareAll(world, ledger);
    if (problems.length > 0) return problems;
  } else {
    try {
      await world.restart(failpoint);
      await world.untilSynchronised();
      const problems = await checkAcknowledged(world, ledger);
      if (problems.length > 0) return problems;
    } catch (error) {
      if (await survives(world)) throw error;
      return [];
    }
  }
  const longest = failpoint === undefined ? milliseconds : LONGEST_TRAFFIC;
  const timer = setTimeout(() => void world.server.stop('SIGKILL'), longest);
  await Promise.all(writers.map((writer) => writer.run(world.api)));
  clearTimeout(timer);
  return (await survives(world)) ? ['a living server did not answer', ...ledger.unanswered.slice(-3)] : [];
}

/** The broken connection may be known before the end of the process is. */
async function survives({ server }: CrashWorld): Promise<boolean> {
  return Promise.race([server.ended().then(() => false), delay(LONGEST_END, true, { ref: false })]);
}

describeNeeding([CONFORMANCE], 'a server that is killed again and again', () => {
  it(
    'loses nothing it acknowledged, publishes wholly or not at all, and tells each change once',
    async () => {
      expect(await crashLoop({})).toEqual([]);
    },
    1_200_000 + ROUNDS * 60_000,
  );

  it(
    'loses nothing either where it keeps the drafts itself',
    async () => {
      expect(await crashLoop({ flags: ['--keep-drafts', 'local'], steps: STEPS_IN_GIT })).toEqual([]);
    },
    1_200_000 + ROUNDS * 60_000,
  );

  describeNeeding([POSTGRESQL], 'on PostgreSQL', () => {
    it(
      'loses nothing either',
      async () => {
        const postgres = await startPostgres();
        try {
          expect(await crashLoop({ env: { PORCH_DATABASE_URL: await postgres.createDatabase() } })).toEqual([]);
        } finally {
          await postgres.stop();
        }
      },
      1_200_000 + ROUNDS * 60_000,
    );
  });
});

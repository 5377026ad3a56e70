import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const CASE_TIMEOUT_MILLISECONDS = 60_000;

class SkippedCase extends Error {}

/** Collects `groups` of every module in the folder: group name → async (context) => void, which throws to fail. */
export async function loadGroupRunners(folder) {
  const runners = new Map();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.mjs')) continue;
    const module = await import(pathToFileURL(join(folder, file)).href);
    for (const [group, runner] of Object.entries(module.groups ?? {})) {
      if (runners.has(group)) throw new Error(`group ${group} has two runners, the second in ${file}`);
      runners.set(group, runner);
    }
  }
  return runners;
}

/** Runs the cases of one group after another. A case that the index lists but nobody can run counts as failed. */
export async function runGroup({ group, ids, fixtures, runner, outOfScope, libraries }) {
  const result = { cases: ids.length, passed: [], failed: [], skipped: [] };
  for (const id of ids) {
    const reason = outOfScope[`${group}/${id}`];
    if (reason !== undefined) {
      result.skipped.push({ id, reason });
      continue;
    }
    try {
      if (!runner) throw new Error('no runner');
      await withinTime(runner(caseContext(fixtures, group, id, libraries)));
      result.passed.push(id);
    } catch (error) {
      if (error instanceof SkippedCase) result.skipped.push({ id, reason: error.message });
      else result.failed.push({ id, message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
  return result;
}

function caseContext(fixtures, group, id, libraries) {
  const groupDir = join(fixtures, group);
  const dir = join(groupDir, id);
  return Object.create(libraries, {
    id: { value: id },
    dir: { value: dir },
    groupDir: { value: groupDir },
    /** Ends the case as one that cannot be judged, with the reason. */
    skip: {
      value: (reason) => {
        throw new SkippedCase(reason);
      },
    },
    caseJson: {
      get: () => {
        const file = join(dir, 'case.json');
        return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
      },
    },
  });
}

async function withinTime(promise) {
  let timer;
  const timeout = new Promise((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`still running after ${CASE_TIMEOUT_MILLISECONDS / 1000} s`)),
      CASE_TIMEOUT_MILLISECONDS,
    );
  });
  try {
    await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

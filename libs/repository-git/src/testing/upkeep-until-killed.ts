import { RefStore } from '../refs/ref-store';
import { DEFAULT_GIT_LIMITS } from '../storage/git-limits';
import { ObjectDatabase } from '../storage/object-database';
import { BackgroundUpkeep } from '../upkeep/background-upkeep';

/** A process that repacks a bare repository once, unless it is killed at a step of that: FILE DIRECTORY. */
async function upkeepUntilKilled(directory: string): Promise<void> {
  const store = new RefStore(directory);
  const database = new ObjectDatabase(directory, DEFAULT_GIT_LIMITS);
  await new BackgroundUpkeep(directory).run(database, store, () => store.readAll().values());
  database.close();
}

const [, , , directory = ''] = process.argv;
void upkeepUntilKilled(directory);

import { type Clock, type ObjectStore } from '@porch/repository';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tests run over a real store; the library knows only the contract
import { createMemoryStore } from '@porch/store';

export function createScratchStore(clock: Clock): ObjectStore {
  return createMemoryStore({ clock });
}

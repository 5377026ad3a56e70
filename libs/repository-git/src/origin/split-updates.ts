import { ZERO_ID } from '../objects/git-object';
import { type RefMap, type RefUpdate } from '../refs/ref-update';

/** One change, taken apart by where its refs are. */
export interface SplitUpdates {
  /** Drafts that are made or moved here. */
  readonly kept: readonly RefUpdate[];
  readonly remote: readonly RefUpdate[];
  /** Drafts that are here and end. */
  readonly ended: readonly RefUpdate[];
}

export interface DraftPlaces {
  readonly local: RefMap;
  readonly remote: RefMap;
  /** What the refs of drafts start with. */
  readonly draftPrefix: string;
  /** Whether new drafts are made here. */
  readonly keepsNew: boolean;
}

/** A draft stays where it is; a new one is made here when that is asked for and the remote has none of its name. */
export function splitUpdates(updates: readonly RefUpdate[], places: DraftPlaces): SplitUpdates {
  const { local, remote, draftPrefix, keepsNew } = places;
  const isHere = ({ name, oldId }: RefUpdate) =>
    name.startsWith(draftPrefix) && (local.has(name) || (keepsNew && oldId === ZERO_ID && !remote.has(name)));
  const here = updates.filter(isHere);
  return {
    kept: here.filter(({ newId }) => newId !== ZERO_ID),
    remote: updates.filter((update) => !isHere(update)),
    ended: here.filter(({ newId }) => newId === ZERO_ID),
  };
}

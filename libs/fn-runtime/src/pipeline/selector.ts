import { type KrmObject } from '@porch/krm';

/** What a pipeline step's `selectors` and `exclude` say; every field given has to be met. */
export interface Selector {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export function isEmptySelector(selector: Selector): boolean {
  const { labels, annotations, ...texts } = selector;
  const maps = [labels, annotations].some((map) => map !== undefined && Object.keys(map).length > 0);
  return !maps && Object.values(texts).every((text) => text === '');
}

/** Whether an object meets a selector: exact equality of every field that is given. */
export function matchesSelector(object: KrmObject, selector: Selector): boolean {
  return (
    matchesText(selector.name, () => object.name) &&
    matchesText(selector.namespace, () => object.namespace) &&
    matchesText(selector.kind, () => object.kind) &&
    matchesText(selector.apiVersion, () => object.apiVersion) &&
    matchesMap(selector.labels, () => object.labels) &&
    matchesMap(selector.annotations, () => object.annotations)
  );
}

/**
 * The objects a step works on: those that meet a selector, or all without selectors, less those that meet an exclusion.
 * As in kpt an object that meets two selectors is there twice (and the step then fails on its path); an empty exclusion
 * excludes nothing.
 */
export function selectObjects(
  objects: readonly KrmObject[],
  selectors: readonly Selector[],
  exclusions: readonly Selector[],
): KrmObject[] {
  const selected =
    selectors.length === 0
      ? [...objects]
      : objects.flatMap((object) =>
          selectors.filter((selector) => matchesSelector(object, selector)).map(() => object),
        );
  const effective = exclusions.filter((exclusion) => !isEmptySelector(exclusion));
  return selected.filter((object) => !effective.some((exclusion) => matchesSelector(object, exclusion)));
}

function matchesText(wanted: string | undefined, actual: () => string): boolean {
  return wanted === undefined || wanted === '' || wanted === actual();
}

function matchesMap(wanted: Readonly<Record<string, string>> | undefined, actual: () => Map<string, string>): boolean {
  if (wanted === undefined) return true;
  const entries = Object.entries(wanted);
  if (entries.length === 0) return true;
  const found = actual();
  return entries.every(([key, value]) => found.get(key) === value);
}

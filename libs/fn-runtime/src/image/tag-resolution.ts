import { type OperationContext } from '@porch/repository';
import { Range, SemVer } from 'semver';
import { imageRepository } from './image-name';
import { registryReference } from './registry-reference';

/** Lists the tags an image has, in a registry or on this machine. */
export interface TagLister {
  list(image: string, context: OperationContext): Promise<readonly string[]>;
}

const IMAGE_TAG = /^\w[\w.-]{0,127}$/;
const LOOSE_VERSION = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/**
 * Puts the tag into an image that a step's `tag` asks for (kpt): a version is taken as it is, a constraint (`~0.1`,
 * `>=0.2 <1`) means the highest tag that meets it over all listers, anything else is a tag to be taken literally.
 * Listers that fail are passed over; when nobody has a tag that meets it, the error says how they failed.
 *
 * @throws Error when no tag meets the constraint, the text cannot be a tag, or the image is no image's name.
 */
export async function resolveImageTag(
  image: string,
  tag: string,
  listers: readonly TagLister[],
  context: OperationContext,
): Promise<string> {
  if (tag === '') return image;
  const repository = imageRepository(image);
  if (!registryReference(repository)) {
    throw new Error(
      `failed to parse image "${image}" as reference: it must be a name in lower case, behind the registry's host where it has one`,
    );
  }
  const range = parseVersion(tag) ? undefined : parseConstraint(tag);
  if (!range) {
    if (!IMAGE_TAG.test(tag)) {
      throw new Error(
        `\`function.tag\` "${tag}" must be a valid image tag: must start with an alphanumeric character or underscore, ` +
          'followed by at most 127 alphanumeric characters, underscores, periods, or dashes',
      );
    }
    return `${repository}:${tag}`;
  }
  const tags: string[] = [];
  const failures: string[] = [];
  for (const lister of listers) {
    try {
      tags.push(...(await lister.list(repository, context)));
    } catch (error) {
      context.signal.throwIfAborted();
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  const best = versionTags(tags, range)[0];
  if (best !== undefined) return `${repository}:${best}`;
  throw new Error([`no tag could be found matching the version constraint "${tag}"`, ...failures].join('; '));
}

/** The tags that are versions meeting the constraint, highest first; digests and builds from git are no versions. */
export function versionTags(tags: readonly string[], constraint: Range): string[] {
  return tags
    .filter((tag) => !tag.startsWith('sha256-') && !tag.includes('-git-'))
    .flatMap((tag) => {
      const version = parseVersion(tag);
      return version && constraint.test(version) ? [{ tag, version }] : [];
    })
    .sort((a, b) => b.version.compare(a.version))
    .map(({ tag }) => tag);
}

/** A version in Go's lenient reading: `v` in front and missing parts are allowed. */
export function parseVersion(text: string): SemVer | undefined {
  const match = LOOSE_VERSION.exec(text);
  if (!match) return undefined;
  const [, major, minor = '0', patch = '0', prerelease = '', build = ''] = match;
  try {
    return new SemVer(`${major}.${minor}.${patch}${prerelease}${build}`);
  } catch {
    return undefined;
  }
}

/** A constraint as Masterminds' semver reads it, where a comma also stands for "and"; undefined when it is none. */
export function parseConstraint(text: string): Range | undefined {
  try {
    return new Range(text.replaceAll(',', ' '));
  } catch {
    return undefined;
  }
}

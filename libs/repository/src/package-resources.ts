/** A git file mode that a package can hold; a symbolic link is inert data (its target's text) and never followed. */
export type PackageFileMode = 'regular' | 'executable' | 'symlink';

export interface PackageFile {
  readonly content: Uint8Array;
  readonly mode: PackageFileMode;
}

/** A package's files by slash-separated path relative to the package's root. */
export type PackageResources = ReadonlyMap<string, PackageFile>;

export function textFile(text: string, mode: PackageFileMode = 'regular'): PackageFile {
  return { content: Buffer.from(text, 'utf8'), mode };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A file's text; undefined when the API's map of text cannot show it: no UTF-8, a NUL byte, or a symbolic link. */
export function fileText(file: PackageFile): string | undefined {
  if (file.mode === 'symlink') return undefined;
  try {
    const text = decoder.decode(file.content);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

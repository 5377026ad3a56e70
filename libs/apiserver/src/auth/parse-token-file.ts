import { type StaticToken } from './token-authenticator';

/**
 * A static token file as kube-apiserver reads it: `token,user,uid[,"group1,group2"]` a line.
 * @throws Error naming the line that cannot be read, never its contents
 */
export function parseTokenFile(text: string): StaticToken[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const [token = '', name = '', uid = '', groups = ''] = csvFields(line);
    if (token === '' || name === '')
      throw new Error(`line ${index + 1} of the token file lacks a token or a user name`);
    return [
      {
        token,
        user: {
          name,
          ...(uid === '' ? {} : { uid }),
          groups: groups
            .split(',')
            .map((group) => group.trim())
            .filter(Boolean),
        },
      },
    ];
  });
}

function csvFields(line: string): string[] {
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain?.trim() ?? '',
  );
}

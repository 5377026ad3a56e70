/** What a registry asks for before it answers (the distribution project's token specification). */
export interface BearerChallenge {
  readonly realm: string;
  readonly service: string;
  readonly scope: string;
}

/** Reads a `WWW-Authenticate` header; undefined where it asks for anything but a bearer token of a realm. */
export function bearerChallenge(header: string | null): BearerChallenge | undefined {
  const [, parameters] = /^Bearer\s+(.*)$/is.exec(header ?? '') ?? [];
  if (parameters === undefined) return undefined;
  const values = new Map<string, string>();
  for (const [, name = '', quoted, plain] of parameters.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,"]+))/g)) {
    values.set(name.toLowerCase(), quoted ?? plain ?? '');
  }
  const realm = values.get('realm');
  return realm ? { realm, service: values.get('service') ?? '', scope: values.get('scope') ?? '' } : undefined;
}

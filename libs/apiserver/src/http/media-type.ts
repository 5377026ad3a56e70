/** One media range of an Accept header, or a Content-Type. */
export interface MediaType {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

/** The ranges of an Accept header, most wanted first; ranges wanted equally keep their order. */
export function parseAccept(header: string | undefined): MediaType[] {
  if (header === undefined || header.trim() === '') return [{ type: '*/*', parameters: {}, quality: 1 }];
  return header
    .split(',')
    .map(parseMediaType)
    .filter((range) => range.type !== '' && range.quality > 0)
    .sort((left, right) => right.quality - left.quality);
}

export function parseMediaType(text: string): MediaType {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim());
  const parameters = Object.fromEntries(
    rest.flatMap((parameter) => {
      const equals = parameter.indexOf('=');
      if (equals < 0) return [];
      return [
        [
          parameter.slice(0, equals).trim().toLowerCase(),
          parameter
            .slice(equals + 1)
            .trim()
            .replaceAll('"', ''),
        ],
      ];
    }),
  ) as Record<string, string>;
  const quality = Number(parameters['q'] ?? '1');
  return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 1 : quality };
}

/** Whether a range admits JSON. */
export function admitsJson(range: MediaType): boolean {
  return range.type === 'application/json' || range.type === '*/*' || range.type === 'application/*';
}

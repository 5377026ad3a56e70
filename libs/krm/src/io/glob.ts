/** One step of a shell pattern. */
type Step =
  | { kind: 'character'; character: string }
  | { kind: 'class'; characters: RegExp }
  /** `?`: any character but a slash. */
  | { kind: 'one' }
  /** `*`: any number of characters but slashes. */
  | { kind: 'star' }
  /** `**`: any number of any characters. */
  | { kind: 'everything' }
  /** `**` with a slash behind: nothing, or whole directories. */
  | { kind: 'directories' };

function parseClass(body: string): RegExp {
  const negated = body.startsWith('^') || body.startsWith('!');
  const characters = (negated ? body.slice(1) : body).replace(/[\\[\]^]/g, '\\$&');
  return new RegExp(`^[${negated ? '^/' : ''}${characters}]$`);
}

function parseSteps(glob: string): Step[] {
  const steps: Step[] = [];
  for (let i = 0; i < glob.length; i++) {
    const character = glob.charAt(i);
    const classEnd = character === '[' ? glob.indexOf(']', i + 2) : -1;
    if (glob.startsWith('**/', i)) {
      steps.push({ kind: 'directories' });
      i += 2;
    } else if (glob.startsWith('**', i)) {
      steps.push({ kind: 'everything' });
      i++;
    } else if (character === '*') steps.push({ kind: 'star' });
    else if (character === '?') steps.push({ kind: 'one' });
    else if (classEnd > 0) {
      steps.push({ kind: 'class', characters: parseClass(glob.slice(i + 1, classEnd)) });
      i = classEnd;
    } else {
      const escaped = character === '\\' && i + 1 < glob.length;
      steps.push({ kind: 'character', character: escaped ? glob.charAt(++i) : character });
    }
  }
  return steps;
}

function passesOne(step: Step, character: string): boolean {
  switch (step.kind) {
    case 'character':
      return step.character === character;
    case 'class':
      return step.characters.test(character);
    case 'one':
      return character !== '/';
    default:
      return false;
  }
}

/**
 * A shell pattern: `*` and `?` within a path segment, `**` over several, `[a-z]`, and a backslash before what is meant as it
 * stands. Matching takes time proportional to the lengths of pattern and text, whatever they are.
 */
export class Glob {
  private readonly steps: Step[];
  /** What a name has to end in, for the patterns that are a star and plain text, such as `*.yaml`. */
  private readonly ending: string | undefined;
  /** Whether it has a `**` and so means whole paths. */
  readonly spansDirectories: boolean;

  constructor(glob: string) {
    this.steps = parseSteps(glob);
    const [first, ...rest] = this.steps;
    const text = rest.map((step) => (step.kind === 'character' ? step.character : '/')).join('');
    this.ending = first?.kind === 'star' && !text.includes('/') ? text : undefined;
    this.spansDirectories = this.steps.some(({ kind }) => kind === 'everything' || kind === 'directories');
  }

  matches(text: string): boolean {
    if (this.ending !== undefined) return text.endsWith(this.ending) && !text.includes('/');
    // Places in the pattern that may come next; those in `inside` are within directories that `**/` passes.
    let places = this.closure(new Set([0]));
    let inside = this.entered(places);
    for (let i = 0; i < text.length; i++) {
      const character = text.charAt(i);
      const next = new Set<number>();
      const stillInside = new Set<number>(inside);
      for (const place of places) {
        const step = this.steps[place];
        if (step === undefined) continue;
        if (step.kind === 'everything' || (step.kind === 'star' && character !== '/')) next.add(place);
        else if (passesOne(step, character)) next.add(place + 1);
      }
      if (character === '/') for (const place of inside) next.add(place + 1);
      places = this.closure(next);
      inside = new Set([...stillInside, ...this.entered(places)]);
      if (places.size === 0 && inside.size === 0) return false;
    }
    return places.has(this.steps.length);
  }

  /** Adds the places reached by passing steps that may stand for nothing. */
  private closure(places: Set<number>): Set<number> {
    for (const place of places) {
      const kind = this.steps[place]?.kind;
      if (kind === 'star' || kind === 'everything' || kind === 'directories') places.add(place + 1);
    }
    return places;
  }

  private entered(places: Set<number>): Set<number> {
    return new Set([...places].filter((place) => this.steps[place]?.kind === 'directories'));
  }
}

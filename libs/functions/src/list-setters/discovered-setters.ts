import { parseYaml, printYaml, type YamlNode } from '@porch/krm';
import { nameInReference, setterPatternOf, setterValuesIn } from '../apply-setters/setter-pattern';
import { sortedStrings } from '../go-format';
import { walkFields } from '../object/field-walk';
import { entriesOf } from '../object/node-fields';

/** A setter that a package uses or configures. */
export interface DiscoveredSetter {
  readonly name: string;
  readonly value: string;
  /** The YAML type of the fields it sets (`str`, `int`, …), or `array`. */
  readonly type: string;
  /** How many fields it sets. */
  readonly count: number;
}

interface Found {
  value: string;
  type: string;
  count: number;
}

const DEFAULT_TYPE = 'str';

/** Collects setters: those of the configuration, then those in comments; what was found first decides the value. */
export class DiscoveredSetters {
  private readonly scalars = new Map<string, Found>();
  private readonly arrays = new Map<string, Found>();

  addConfigured(setters: ReadonlyMap<string, string>): void {
    for (const [name, value] of setters) {
      const list = parsedList(value);
      if (list) this.arrays.set(name, { value: listValue(list), type: 'array', count: 0 });
      else this.scalars.set(name, { value, type: DEFAULT_TYPE, count: 0 });
    }
  }

  addFrom(object: YamlNode): void {
    walkFields(object, {
      mapping: (node) => {
        for (const { key, value } of entriesOf(node)) if (value.kind === 'sequence') this.addList(key, value);
      },
      scalar: (node) => this.addScalar(node),
    });
  }

  /** All setters by name. */
  sorted(): DiscoveredSetter[] {
    const all = [...this.arrays, ...this.scalars].map(([name, found]) => ({ name, ...found }));
    const order = sortedStrings(all.map(({ name }) => name));
    return all.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  }

  private addList(key: YamlNode, list: YamlNode): void {
    const pattern = setterPatternOf(list.style === 'flow' ? list.lineComment : key.lineComment);
    if (pattern === '') return;
    const name = nameInReference(pattern);
    const value = `[${sortedStrings(list.content.map((element) => element.value)).join(', ')}]`;
    const found = this.arrays.get(name);
    if (found) found.count++;
    else this.arrays.set(name, { value, type: 'array', count: 1 });
  }

  private addScalar(node: YamlNode): void {
    const pattern = setterPatternOf(node.lineComment);
    if (pattern === '') return;
    const type = node.tag.replace('!!', '');
    for (const [name, value] of setterValuesIn(pattern, node.value)) {
      const found = this.scalars.get(name);
      if (!found) {
        this.scalars.set(name, { value, type, count: 1 });
        continue;
      }
      if (found.type === DEFAULT_TYPE) found.type = type;
      found.count++;
    }
  }
}

function parsedList(text: string): YamlNode | undefined {
  try {
    const root = parseYaml(text)[0]?.root;
    return root?.kind === 'sequence' ? root : undefined;
  } catch {
    return undefined;
  }
}

function listValue(list: YamlNode): string {
  return `[${list.content.map((element) => printYaml(element).replaceAll('\n', '')).join(', ')}]`;
}

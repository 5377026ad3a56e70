import { type YamlNode } from '@porch/krm';
import { elementsOf, fieldOf, textAt, textOf } from '../object/node-fields';
import { type FieldSpec } from './field-spec';

/** The field specs that a function's configuration lists; none where there is no list. */
export function fieldSpecsIn(list: YamlNode | undefined): FieldSpec[] {
  return elementsOf(list).map((element) => ({
    group: textAt(element, 'group'),
    version: textAt(element, 'version'),
    kind: textAt(element, 'kind'),
    path: textAt(element, 'path'),
    create: textOf(fieldOf(element, 'create')) === 'true',
  }));
}

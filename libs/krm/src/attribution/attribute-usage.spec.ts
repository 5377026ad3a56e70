import { KrmObject } from '../document/krm-object';
import { parseYaml } from '../document/parse-yaml';
import { ATTRIBUTION_ANNOTATION, attributeUsage, attributionDisabled, type CommandGroup } from './attribute-usage';

function attributed(apiVersion: string, present: string | undefined, group: CommandGroup): string | undefined {
  const object = new KrmObject(parseYaml(`apiVersion: ${apiVersion}\nkind: Thing\nmetadata:\n  name: a\n`)[0] as never);
  if (present !== undefined) object.setAnnotation(ATTRIBUTION_ANNOTATION, present);
  attributeUsage(object, group);
  return object.getAnnotation(ATTRIBUTION_ANNOTATION);
}

const CONNECTOR = 'compute.cnrm.cloud.google.com/v1beta1';

describe('attributeUsage', () => {
  it.each<[string | undefined, CommandGroup, string]>([
    [undefined, 'fn', 'krm-fn'],
    ['krm-pkg', 'fn', 'krm-pkg-fn'],
    ['krm-live', 'pkg', 'krm-pkg-live'],
    ['krm-fn', 'fn', 'krm-fn'],
    ['cnrm/landing-zone:net/v1', 'live', 'cnrm/landing-zone:net/v1,krm-live'],
    ['cnrm/a,krm-pkg,controller', 'fn', 'cnrm/a,krm-pkg-fn,controller'],
  ])('turns %s and the group %s into %s', (present, group, expected) => {
    expect(attributed(CONNECTOR, present, group)).toBe(expected);
  });

  it('leaves other resources alone', () => {
    expect(attributed('v1', undefined, 'fn')).toBeUndefined();
  });

  it('can be opted out of', () => {
    expect(attributionDisabled({ KRM_DISABLE_ATTRIBUTION: 'true' })).toBe(true);
    expect(attributionDisabled({})).toBe(false);
  });
});

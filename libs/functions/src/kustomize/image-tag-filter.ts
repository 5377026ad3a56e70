import { type YamlNode } from '@porch/krm';
import { kindOf } from '../object/krm-object';
import { elementsOf, entriesOf, fieldOf } from '../object/node-fields';
import { applyFieldSpec, type FieldSpec } from './field-spec';
import { type ImageReplacement, isImageNamed, replaceImage } from './image-name';
import { kindMismatch } from './node-kind';
import { type MutationTracker, setScalar } from './scalar-setting';

/**
 * Replaces an image in the fields of the specs (kustomize's imagetag filter); no field is made. CustomResourceDefinitions
 * are left alone.
 *
 * @throws Error where a field is no text.
 */
export function replaceImagesAt(
  objects: readonly YamlNode[],
  image: ImageReplacement,
  fieldSpecs: readonly FieldSpec[],
  track?: MutationTracker,
): void {
  for (const object of objects) {
    if (kindOf(object) === 'CustomResourceDefinition') continue;
    for (const spec of fieldSpecs) {
      applyFieldSpec(object, spec, {
        set: (node, path) => {
          if (node.kind !== 'scalar') throw new Error(kindMismatch('', node, 'ScalarNode'));
          if (!isImageNamed(node.value, image.name)) return;
          const value = replaceImage(node.value, image);
          track?.({ key: '', value, tag: '', path });
          setScalar(node, value, node.tag);
        },
      });
    }
  }
}

/** Replaces an image wherever an object has containers or init containers, at any depth (kustomize's legacy filter). */
export function replaceImagesEverywhere(objects: readonly YamlNode[], image: ImageReplacement): void {
  for (const object of objects) {
    if (kindOf(object) !== 'CustomResourceDefinition') visit(object, image);
  }
}

function visit(node: YamlNode, image: ImageReplacement): void {
  if (node.kind === 'sequence') {
    for (const element of node.content) visit(element, image);
    return;
  }
  for (const { key, value } of entriesOf(node)) {
    if (key.value === 'containers' || key.value === 'initContainers') {
      for (const container of elementsOf(value)) {
        const field = fieldOf(container, 'image');
        if (field?.kind === 'scalar' && isImageNamed(field.value, image.name)) {
          setScalar(field, replaceImage(field.value, image), field.tag);
        }
      }
    }
    visit(value, image);
  }
}

import { KrmObject } from '../document/krm-object';
import { nodesEqual } from '../document/node-copy';
import { YamlComposer } from '../document/yaml-composer';
import { YamlNode } from '../document/yaml-node';
import { LEGACY_PATH_ANNOTATION, PATH_ANNOTATION } from './annotation-keys';
import { clearReaderAnnotations } from './file-annotations';
import { BARE_SEQUENCE_KEY } from './read-resources';

/** A copy without what readers add and writers drop. */
function essence(object: KrmObject): KrmObject {
  const copy = object.copyForAnnotations();
  clearReaderAnnotations(copy);
  copy.deleteAnnotation(PATH_ANNOTATION);
  copy.deleteAnnotation(LEGACY_PATH_ANNOTATION);
  copy.clearEmptyAnnotations();
  return copy;
}

/** Whether an object still is what its source text says, apart from the annotations of readers. */
export function isUntouched(object: KrmObject): boolean {
  const { source } = object.document;
  if (source === '') return false;
  const document = new YamlComposer(source).composeDocument(true);
  if (document?.root === undefined) return false;
  if (document.root.kind === 'sequence') {
    const wrapper = YamlNode.mapping();
    wrapper.content.push(YamlNode.scalar(BARE_SEQUENCE_KEY), document.root);
    document.root = wrapper;
  }
  const before = essence(new KrmObject(document));
  const now = essence(object);
  const comments = { comments: true, style: true };
  return (
    before.document.headComment === now.document.headComment &&
    before.document.footComment === now.document.footComment &&
    nodesEqual(before.node, now.node, comments)
  );
}

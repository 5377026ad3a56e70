import { resultInFile } from '../framework-outcome';
import { info, succeeded } from '../function-outcome';
import { type SynchronousKrmFunction } from '../krm-function';
import { annotationOf, filePathOf, LOCAL_CONFIG_ANNOTATION, nameOf } from '../object/krm-object';

/** remove-local-config-resources (v0.1): drops the resources that are annotated as local configuration. */
export const removeLocalConfigResources: SynchronousKrmFunction = {
  name: 'remove-local-config-resources',
  description: 'Remove the resources that are local configuration.',
  configKinds: [],
  run({ items }) {
    const isPruned = (item: (typeof items)[number]) => annotationOf(item, LOCAL_CONFIG_ANNOTATION) === 'true';
    const pruned = items.filter(isPruned);
    const kept = items.filter((item) => !isPruned(item));
    if (pruned.length === 0) {
      return succeeded(kept, [info('Found no resources to prune with the local config annotation')]);
    }
    return succeeded(kept, [
      info(`Number of resources pruned: ${pruned.length}`),
      ...pruned.map((item) => resultInFile(info(`Resource name: [${nameOf(item)}]`), filePathOf(item))),
    ]);
  },
};

import { builtInTags, type FunctionCatalogue } from '@porch/functions';
import { type TagLister } from './tag-resolution';

/** Knows the versions of built-in functions without asking anybody, and leaves all other images to another lister. */
export function createBuiltInTagLister(catalogue: FunctionCatalogue, others?: TagLister): TagLister {
  return {
    list: (image, context) => {
      const known = builtInTags(catalogue, image);
      return known ? Promise.resolve(known) : (others?.list(image, context) ?? Promise.resolve([]));
    },
  };
}

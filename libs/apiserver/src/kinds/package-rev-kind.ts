import { storedConfigKind } from './config-kind';
import { type ResourceKind } from './resource-kind';
import { anything } from './schema';

export const PACKAGE_REV_KIND: ResourceKind = {
  ...storedConfigKind,
  plural: 'packagerevs',
  singular: 'packagerev',
  kind: 'PackageRev',
  description: 'What the server keeps of a package revision beside git.',
  fields: {
    spec: anything('Empty.'),
    status: anything('Empty.'),
    observed: anything('What was last seen in git; the next sync writes it anew.'),
  },
};

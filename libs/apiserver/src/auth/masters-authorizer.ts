import { MASTERS_GROUP } from './authenticator';
import { type Authorizer } from './authorizer';

const EVERYTHING = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] };
const EVERY_PATH = { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] };

/** Allows members of `system:masters` everything; whoever else is asked decides for others. */
export function createMastersAuthorizer(others?: Authorizer): Authorizer {
  return {
    async authorize(attributes) {
      if (attributes.user.groups.includes(MASTERS_GROUP)) return { allowed: true };
      return (await others?.authorize(attributes)) ?? { allowed: false };
    },
    async rulesFor(user, namespace) {
      if (user.groups.includes(MASTERS_GROUP)) return [EVERYTHING, EVERY_PATH];
      return (await others?.rulesFor?.(user, namespace)) ?? [];
    },
  };
}

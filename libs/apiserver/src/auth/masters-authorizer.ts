import { MASTERS_GROUP } from './authenticator';
import { type Authorizer } from './authorizer';

/** Allows members of `system:masters` everything, whatever else decides for others. */
export function createMastersAuthorizer(others?: Authorizer): Authorizer {
  return {
    async authorize(attributes) {
      if (attributes.user.groups.includes(MASTERS_GROUP)) return { allowed: true };
      return (await others?.authorize(attributes)) ?? { allowed: false };
    },
  };
}

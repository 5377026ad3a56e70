import { type UserInfoProvider } from '@porch/repository';

/** The group that says a request was authenticated, whoever it is from. */
const AUTHENTICATED = 'system:authenticated';

/** Names the user of a request as author, provided somebody authenticated for it (H-2.7). */
export const contextUserInfoProvider: UserInfoProvider = {
  getUserInfo: ({ user }) => (user?.groups.includes(AUTHENTICATED) ? user : undefined),
};

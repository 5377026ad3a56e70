import { DEFAULT_GIT_LIMITS, type GitLimits } from '@porch/repository-git';
import { StartupError } from './startup-error';

/** Limits given as NAME=NUMBER. @throws StartupError naming what is no limit or no number, and which limits there are */
export function gitLimits(given: readonly string[]): Partial<GitLimits> {
  return Object.fromEntries(
    given.map((text) => {
      const [name = '', number = ''] = text.split('=');
      const known = Object.keys(DEFAULT_GIT_LIMITS);
      if (!known.includes(name)) {
        throw new StartupError(`--git-limit ${text}: there is no limit ${name}; there are ${known.join(', ')}`);
      }
      if (!/^[1-9]\d*$/.test(number))
        throw new StartupError(`--git-limit ${text}: ${number || 'nothing'} is no number above 0`);
      return [name, Number(number)];
    }),
  );
}

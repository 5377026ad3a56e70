import { fileSystemError } from './file-system-error';

const systemError = (code: string) =>
  Object.assign(new Error(`${code}: said by the system, open '/secret/place'`), { code });

describe('a failure of the file system', () => {
  it.each([
    ['ENOSPC', 507, 'its disk is full; free some space and try again'],
    ['EDQUOT', 507, 'its disk is full; free some space and try again'],
    ['EFBIG', 507, 'its disk is full; free some space and try again'],
    ['EROFS', 500, 'it may not be written to; change its permissions and try again'],
    ['EACCES', 500, 'it may not be written to; change its permissions and try again'],
    ['EIO', 500, 'its disk fails'],
    ['EMFILE', 503, 'too many files are open'],
  ])('%s is answered with %d and what to do', (code, status, advice) => {
    const error = fileSystemError('the mirror', systemError(code));
    expect([error?.code, error?.message]).toEqual([status, `the mirror cannot be written (${code}): ${advice}`]);
  });

  it.each([systemError('ENOENT'), systemError('ECONNRESET'), new Error('no code'), 'no error', undefined])(
    'is not what %p is',
    (error) => expect(fileSystemError('the mirror', error)).toBeUndefined(),
  );
});

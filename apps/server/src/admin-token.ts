import { SecretText } from '@porch/api';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type DataDirectory } from './data-directory';

/** The administrator's token, made at the first start and kept. */
export function adminToken(directory: DataDirectory): SecretText {
  const path = directory.file('admin.token');
  const stored = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (stored !== '') return new SecretText(stored);
  const made = randomBytes(32).toString('base64url');
  directory.write('admin.token', `${made}\n`);
  return new SecretText(made);
}

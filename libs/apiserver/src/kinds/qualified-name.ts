import { dns1123SubdomainProblems } from '@porch/api';
import { invalidField } from './field-causes';
import { type FieldCause } from './resource-kind';

const QUALIFIED_NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** What keeps a text from being a name with an optional DNS subdomain before a slash, as label keys are. */
export function qualifiedNameCauses(field: string, key: string): FieldCause[] {
  const slash = key.lastIndexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const valid =
    name.length <= 63 &&
    QUALIFIED_NAME.test(name) &&
    (prefix === undefined || dns1123SubdomainProblems(prefix).length === 0);
  if (valid) return [];
  const why =
    "name part must consist of at most 63 alphanumeric characters, '-', '_' or '.', and must start and end with " +
    'an alphanumeric character; a prefix before `/` must be a DNS subdomain';
  return [invalidField(field, key, why)];
}

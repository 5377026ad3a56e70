import { type FieldCause } from './resource-kind';

/** What is missing. */
export const requiredField = (field: string): FieldCause => ({
  reason: 'FieldValueRequired',
  field,
  message: 'Required value',
});

/** What is there and breaks a rule. */
export const invalidField = (field: string, value: unknown, why: string): FieldCause => ({
  reason: 'FieldValueInvalid',
  field,
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${why}`,
});

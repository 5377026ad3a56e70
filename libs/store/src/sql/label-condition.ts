import { type LabelRequirement, type LabelSelector } from '@porch/api';
import { type Expression, type ExpressionBuilder, type SqlBool } from 'kysely';
import { type StoreDatabase } from './schema';

/** What the database can decide by its label index; comparisons of numbers are left to {@link needsFiltering}. */
export function labelCondition(
  builder: ExpressionBuilder<StoreDatabase, 'objects'>,
  requirement: LabelRequirement,
): Expression<SqlBool> {
  const labelled = builder
    .selectFrom('object_labels')
    .select('object_labels.object_key')
    .whereRef('object_labels.object_key', '=', 'objects.object_key')
    .whereRef('object_labels.resource', '=', 'objects.resource')
    .where('object_labels.label_key', '=', requirement.key);
  switch (requirement.operator) {
    case 'exists':
    case 'greaterThan':
    case 'lessThan':
      return builder.exists(labelled);
    case 'notExists':
      return builder.not(builder.exists(labelled));
    case 'in':
      return builder.exists(labelled.where('object_labels.label_value', 'in', [...requirement.values]));
    case 'notIn':
      return builder.not(builder.exists(labelled.where('object_labels.label_value', 'in', [...requirement.values])));
  }
}

/** Whether rows must be looked at once more: the databases disagree on what text is a number. */
export function needsFiltering(selector: LabelSelector | undefined): boolean {
  return selector?.some(({ operator }) => operator === 'greaterThan' || operator === 'lessThan') ?? false;
}
